# Regenerates synthesis_inputs.csv, synthesis.csv, proportions_inputs.csv and proportions.csv: what metafor says about
# sensitivity, influence, small-study effects and trim and fill of eight sets of metadat and 22 bodies made here, and
# its logit-normal model of counts in 20 arms of metadat and 20 drawn bodies.
# Run in this folder: Rscript synthesis.R   (Debian: r-cran-metafor, r-cran-metadat, r-cran-lme4; a few minutes).
# Inputs are rounded before they are used, so that the files hold exactly what R saw. Iterations are tightened, since
# metafor's defaults show in the fifth digit of tau2. What metafor cannot compute is a row without numbers.
suppressMessages(library(metafor))
version <- as.character(packageVersion("metafor"))
tight <- list(threshold = 1e-12, tol = 1e-12, maxiter = 10000, tau2.max = 1e7)
methods <- c("EE", "DL", "REML")
digits <- function(x, n) ifelse(is.na(x), "", trimws(formatC(as.numeric(x), digits = n, format = "g")))
quiet <- function(expr) tryCatch(suppressWarnings(expr), error = function(e) NULL)
load_set <- function(name) get(data(list = name, package = "metadat", envir = environment()), envir = environment())

# --- bodies: effect, variance, year, and events and people where there are two arms ------------------------------------
bodies <- list()
keep <- function(name, yi, vi, year = NA, events = NA, total = NA) {
  body <- data.frame(yi = signif(as.numeric(yi), 7), vi = signif(as.numeric(vi), 7), year = year, events = events, total = total)
  bodies[[name]] <<- body[is.finite(body$yi) & is.finite(body$vi), ]
}
from_arms <- function(name, measure) {
  s <- load_set(name); e <- escalc(measure = measure, ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = s)
  keep(name, e$yi, e$vi, s$year, s$ai + s$ci, as.numeric(s$n1i) + s$n2i)
}
s <- load_set("dat.bcg"); e <- escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = s)
keep("dat.bcg", e$yi, e$vi, s$year, s$tpos + s$cpos, s$tpos + s$tneg + s$cpos + s$cneg)
for (name in c("dat.egger2001", "dat.lee2004", "dat.nielweise2007")) from_arms(name, "OR")
for (name in c("dat.hackshaw1998", "dat.raudenbush1985")) { s <- load_set(name); keep(name, s$yi, s$vi, s$year) }
s <- load_set("dat.normand1999"); e <- escalc(measure = "MD", m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i, n2i = n2i, data = s)
keep("dat.normand1999", e$yi, e$vi)
s <- load_set("dat.konstantopoulos2011"); keep("dat.konstantopoulos2011", s$yi, s$vi, s$year)  # more than 50, with ties
set.seed(20261125)
for (i in 1:16) {
  k <- c(3, 3, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 60, 3)[i]
  vi <- 10^runif(k, -2.5, 0.5)
  small <- sample(c(-1.5, 0, 1, 2), 1)                    # small studies differ, or not
  yi <- 0.3 + small * sqrt(vi) + rnorm(k, 0, sqrt(vi + sample(c(0, 0.05, 0.5), 1)))
  total <- round(4 / vi) + 20
  keep(sprintf("drawn-%02d", i), yi, vi, sample(1990:2000, k, TRUE), rbinom(k, total - 2, 0.2) + 1, total)
}
for (i in 1:4) {                                          # ties: quarters, which have no rounding
  k <- c(6, 9, 12, 16)[i]
  keep(sprintf("tied-%d", i), sample(seq(-1, 2, 0.25), k, TRUE), sample(c(0.0625, 0.125, 0.25, 0.5), k, TRUE), sample(1990:1995, k, TRUE))
}
keep("circling-1", c(0.07, 0.33, 0.4, 4.37), c(0.065, 0.008, 0.003, 3.689))      # trimming by DL does not settle
keep("circling-2", c(-0.37, 0.11, 0.81, 1.7), c(1.44, 0.012, 0.185, 6.725))

# --- everything about one body ----------------------------------------------------------------------------------------
out <- list()
put <- function(...) out[[length(out) + 1]] <<- unlist(list(...))
pooled <- function(r, i) c(estimate = r$estimate[i], se = r$se[i], ci_low = r$ci.lb[i], ci_high = r$ci.ub[i], q = r$Q[i],
                           q_p = r$Qp[i], tau2 = r$tau2[i], i2 = r$I2[i], h2 = r$H2[i])
for (name in names(bodies)) {
  body <- bodies[[name]]; k <- nrow(body)                 # of the two largest, only what is one row a body
  for (method in methods) {
    fit <- quiet(rma(yi, vi, data = body, method = method, control = tight))
    if (is.null(fit)) next                                # scoring may fail; the tests count what is here
    left <- quiet(leave1out(fit))
    if (!is.null(left) && method != "DL" && k <= 40) for (i in 1:k) put(analysis = "leave_one_out", body = name, method = method, item = i, pooled(left, i))
    if (method != "DL" && k <= 40 && !any(is.na(body$year))) {
      added <- quiet(cumul(fit, order = body$year))  # equal years keep the order of the rows
      if (!is.null(added)) for (i in 2:k) put(analysis = "cumulative", body = name, method = method, item = i, pooled(added, i))
    }
    if (method != "EE" && k <= 40) {
      found <- quiet(influence(fit))
      if (!is.null(found)) for (i in 1:k) put(
        analysis = "influence", body = name, method = method, item = i, q = found$inf$QE.del[i], tau2 = found$inf$tau2.del[i],
        rstudent = found$inf$rstudent[i], dffits = found$inf$dffits[i], cook = found$inf$cook.d[i], cov_ratio = found$inf$cov.r[i],
        hat = found$inf$hat[i], weight = found$inf$weight[i], dfbs = found$dfbs$intrcpt[i], influential = as.numeric(found$is.infl[i]))
    }
    for (side in c("left", "right")) for (estimator in c("L0", "R0", "Q0")) {
      own <- quiet(trimfill(fit, estimator = estimator, control = tight)$side)
      tf <- quiet(trimfill(fit, side = side, estimator = estimator, control = tight))
      row <- if (is.null(tf)) c(filled = NA) else c(filled = tf$k0, estimate = tf$beta[1], se = tf$se, ci_low = tf$ci.lb, ci_high = tf$ci.ub, tau2 = tf$tau2)
      put(analysis = paste("trim_fill", side, estimator), body = name, method = method, item = if (identical(own, side)) 1 else 0, row)
    }
  }
  egger <- regtest(body$yi, body$vi, model = "lm")
  put(analysis = "Egger", body = name, method = "", item = 0, value = egger$zval, df = egger$dfs, p = egger$pval, limit = egger$est,
      limit_low = egger$ci.lb, limit_high = egger$ci.ub)
  if (!any(is.na(body$events)) && all(body$events > 0 & body$events < body$total)) {
    peters <- lm(yi ~ I(1 / total), weights = 1 / (1 / events + 1 / (total - events)), data = body)
    put(analysis = "Peters", body = name, method = "", item = 0, value = coef(summary(peters))[2, 3], df = peters$df.residual,
        p = coef(summary(peters))[2, 4], limit = coef(peters)[[1]], limit_low = confint(peters)[1, 1], limit_high = confint(peters)[1, 2])
  }
  begg <- suppressWarnings(ranktest(body$yi, vi = body$vi))
  put(analysis = "Begg", body = name, method = "", item = 0, value = begg$tau[[1]], p = begg$pval)
}
columns <- unique(unlist(lapply(out, names)))
text <- c("analysis", "body", "method")
wide <- as.data.frame(do.call(rbind, lapply(out, function(r) setNames(r[columns], columns))))
for (name in setdiff(columns, text)) wide[[name]] <- digits(wide[[name]], 11)
wide$metafor <- version
inputs <- do.call(rbind, lapply(names(bodies), function(n) data.frame(
  body = n, yi = digits(bodies[[n]]$yi, 7), vi = digits(bodies[[n]]$vi, 7), year = digits(bodies[[n]]$year, 7),
  events = digits(bodies[[n]]$events, 9), total = digits(bodies[[n]]$total, 9))))
write.csv(inputs, "synthesis_inputs.csv", row.names = FALSE, quote = FALSE)
write.csv(wide, "synthesis.csv", row.names = FALSE, quote = FALSE)
cat(length(bodies), "bodies,", nrow(inputs), "effects,", nrow(wide), "rows, metafor", version, "\n")

# --- counts -----------------------------------------------------------------------------------------------------------
counts <- list()
count <- function(name, events, total) {
  good <- is.finite(events) & is.finite(total) & total > 0
  counts[[name]] <<- data.frame(events = events[good], total = total[good])
}
for (name in c("dat.nielweise2007", "dat.egger2001", "dat.li2007", "dat.lee2004", "dat.laopaiboon2015", "dat.hahn2001", "dat.graves2010")) {
  s <- load_set(name); count(paste0(name, "-1"), s$ai, s$n1i); count(paste0(name, "-2"), s$ci, s$n2i)
}
s <- load_set("dat.bcg"); count("dat.bcg-1", s$tpos, s$tpos + s$tneg); count("dat.bcg-2", s$cpos, s$cpos + s$cneg)
s <- load_set("dat.collins1985a"); count("dat.collins1985a-1", s$b.xti, s$nti)
for (name in c("dat.pritz1997", "dat.debruin2009", "dat.hannum2020")) { s <- load_set(name); count(name, s$xi, s$ni) }
for (i in 1:24) {
  k <- c(2, 2, 3, 3, 4, 5, 6, 8, 10, 12, 15, 20)[(i - 1) %% 12 + 1]
  total <- round(10^runif(k, 1, if (i %% 4 == 0) 6 else 2.5))
  events <- rbinom(k, total, plogis(rnorm(k, sample(c(-6, -3, -1, 0, 2), 1), sample(c(0, 0.1, 0.5, 1, 2), 1))))
  if (sum(events) > 0 && sum(events) < sum(total)) count(sprintf("drawn-%02d", i), events, total)
}
glmm <- list()
for (name in names(counts)) {
  fit <- NULL
  for (tolerance in c(1e-11, 1e-10, 1e-9, 1e-7)) {        # the tightest at which lme4 arrives
    how <- list(optimizer = c("bobyqa", "bobyqa"), tolPwrss = tolerance, optCtrl = list(rhobeg = 0.02, rhoend = 1e-10, maxfun = 1e5))
    if (is.null(fit)) fit <- quiet(rma.glmm(measure = "PLO", xi = counts[[name]]$events, ni = counts[[name]]$total, control = list(glmerCtrl = how)))
  }
  glmm[[name]] <- if (is.null(fit)) data.frame(body = name, logit = "", se = "", tau2 = "") else
    data.frame(body = name, logit = digits(fit$beta[1], 10), se = digits(fit$se, 10), tau2 = digits(fit$tau2, 10))
}
glmm <- do.call(rbind, glmm); glmm$metafor <- version; glmm$lme4 <- as.character(packageVersion("lme4"))
inputs <- do.call(rbind, lapply(names(counts), function(n) cbind(body = n, counts[[n]])))
write.csv(inputs, "proportions_inputs.csv", row.names = FALSE, quote = FALSE)
write.csv(glmm, "proportions.csv", row.names = FALSE, quote = FALSE)
cat(length(counts), "bodies of counts,", sum(glmm$logit == ""), "not fitted by lme4", as.character(packageVersion("lme4")), "\n")
