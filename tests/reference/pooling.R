# Regenerates pooling_inputs.csv and pooling.csv: every set of metadat that holds effects and variances, and 200 bodies
# drawn here. Run in this folder: Rscript pooling.R   (Debian: r-cran-metafor, r-cran-metadat; about eight minutes).
# Inputs are rounded to seven digits before they are used, so that the files hold exactly what R saw.
# Iterations are tightened, since metafor's defaults show in the fifth digit of tau2. What does not converge is left
# out and said in pooling_left_out.csv.
suppressMessages(library(metafor))
version <- as.character(packageVersion("metafor"))
digits <- function(x, n) ifelse(is.na(x), "", trimws(formatC(as.numeric(x), digits = n, format = "g")))

bodies <- list()
for (name in data(package = "metadat")$results[, "Item"]) {
  set <- get(data(list = name, package = "metadat"))
  if (!all(c("yi", "vi") %in% names(set))) next
  keep <- is.finite(set$yi) & is.finite(set$vi) & set$vi > 0
  if (sum(keep) >= 2) bodies[[name]] <- data.frame(yi = signif(as.numeric(set$yi)[keep], 7), vi = signif(as.numeric(set$vi)[keep], 7))
}
set.seed(20261125)
for (i in 1:200) {
  k <- sample(2:40, 1)
  vi <- 10^runif(k, -3, 1)                                # four orders of magnitude
  tau <- sample(c(0, 0, 0.03, 0.1, 0.5, 2, 20), 1)        # from none to large
  bodies[[sprintf("drawn-%03d", i)]] <- data.frame(yi = signif(rnorm(k, 0.4, sqrt(vi + tau^2)), 7), vi = signif(vi, 7))
}

# scoring with its default start fails now and then; another start or smaller steps may do
tries <- list(list(), list(stepadj = 0.5), list(tau2.init = 0.1, stepadj = 0.3), list(tau2.init = 5, stepadj = 0.2))
fit <- function(body, method, test) {
  for (more in tries) {
    control <- c(list(threshold = 1e-12, tol = 1e-12, maxiter = 10000, tau2.max = 1e7), more)
    got <- tryCatch(withCallingHandlers(
      rma(yi, vi, data = body, method = method, test = test, control = control),
      warning = function(w) if (grepl("converge|studentized|stuck", conditionMessage(w))) stop(w) else invokeRestart("muffleWarning")
    ), error = function(e) NULL)
    if (!is.null(got)) return(got)
  }
  NULL
}

out <- list(); left <- list()
for (name in names(bodies)) {
  body <- bodies[[name]]
  for (method in c("EE", "REML", "DL", "PM", "ML", "EB", "SJ", "HE", "HS")) {
    z <- fit(body, method, "z")
    if (is.null(z)) { left[[length(left) + 1]] <- data.frame(body = name, method = method); next }
    row <- list(q = z$QE, q_p = z$QEp, tau2 = z$tau2, i2 = z$I2, h2 = z$H2, estimate = z$beta, se_z = z$se,
                ci_low_z = z$ci.lb, ci_high_z = z$ci.ub)
    if (method != "EE") {
      hk <- fit(body, method, "knha"); adhoc <- fit(body, method, "adhoc")
      pi <- predict(z, pi.type = "riley")
      row <- c(row, list(se_hk = hk$se, ci_low_hk = hk$ci.lb, ci_high_hk = hk$ci.ub, se_adhoc = adhoc$se,
                         ci_low_adhoc = adhoc$ci.lb, ci_high_adhoc = adhoc$ci.ub))
      if (nrow(body) >= 3) row <- c(row, list(pi_low = pi$pi.lb, pi_high = pi$pi.ub))
    }
    if (method == "DL") {
      qp <- tryCatch(confint(z, control = list(tol = 1e-12, tau2.max = 1e7, maxiter = 10000))$random[1, 2:3], error = function(e) NULL)
      if (!is.null(qp)) row <- c(row, list(tau2_low = qp[1], tau2_high = qp[2]))
    }
    row <- row[lengths(row) == 1]
    out[[length(out) + 1]] <- c(body = name, method = method, setNames(digits(unlist(row), 13), names(row)))
  }
}
columns <- unique(unlist(lapply(out, names)))
wide <- as.data.frame(do.call(rbind, lapply(out, function(r) setNames(ifelse(is.na(r[columns]), "", r[columns]), columns))))
wide$metafor <- version
inputs <- do.call(rbind, lapply(names(bodies), function(n) data.frame(body = n, yi = digits(bodies[[n]]$yi, 7), vi = digits(bodies[[n]]$vi, 7))))
write.csv(inputs, "pooling_inputs.csv", row.names = FALSE, quote = FALSE)
write.csv(wide, "pooling.csv", row.names = FALSE, quote = FALSE)
write.csv(if (length(left)) do.call(rbind, left) else data.frame(body = character(), method = character()), "pooling_left_out.csv", row.names = FALSE, quote = FALSE)
cat(length(bodies), "bodies,", nrow(inputs), "effects,", length(left), "left out, metafor", version, "\n")
