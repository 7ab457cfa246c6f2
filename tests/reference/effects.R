# Writes effects.csv beside this file: effect sizes by metafor, which tests/test_effects_metafor.py compares with ours.
# Run by hand with R, metafor 3.8-1 and metadat:   Rscript tests/reference/effects.R
# Data sets are from metadat, with their names there; rows of sets called "grid" and "morris2008" are written here.

suppressPackageStartupMessages(library(metafor))
inputs <- c("events_1", "total_1", "events_2", "total_2", "mean_1", "sd_1", "n_1", "mean_2", "sd_2", "n_2",
            "mean_before", "sd_before", "mean_after", "sd_after", "n", "correlation", "events", "total")
rows <- list()

keep <- function(set, measure, data, found) {
  table <- data.frame(set = set, row = seq_len(nrow(data)), measure = measure)
  for (name in inputs) table[[name]] <- if (name %in% names(data)) data[[name]] else NA
  table$yi <- as.numeric(found$yi)
  table$vi <- as.numeric(found$vi)
  rows[[length(rows) + 1]] <<- table
}

# Ratios: 0.5 to all four cells of a study with a zero cell, none for double-zero and double-full ones. RD: as it is.
counts <- function(set, e1, n1, e2, n2) {
  d <- data.frame(events_1 = e1, total_1 = n1, events_2 = e2, total_2 = n2)
  for (m in c("RR", "OR"))
    keep(set, m, d, escalc(measure = m, ai = e1, n1i = n1, ci = e2, n2i = n2, add = 1/2, to = "only0", drop00 = TRUE))
  keep(set, "RD", d, escalc(measure = "RD", ai = e1, n1i = n1, ci = e2, n2i = n2, add = 0, to = "none"))
}
means <- function(set, m1, s1, n1, m2, s2, n2) {
  d <- data.frame(mean_1 = m1, sd_1 = s1, n_1 = n1, mean_2 = m2, sd_2 = s2, n_2 = n2)
  for (m in c("MD", "SMD", "ROM"))
    keep(set, m, d, escalc(measure = m, m1i = m1, sd1i = s1, n1i = n1, m2i = m2, sd2i = s2, n2i = n2))
}
# metafor subtracts m2i from m1i, so m1i is the mean after; sd1i of SMCR is the SD that standardises: the one before.
changes <- function(set, before, sd_before, after, sd_after, n, r) {
  d <- data.frame(mean_before = before, sd_before = sd_before, mean_after = after, sd_after = sd_after, n = n,
                  correlation = r)
  for (m in c("MC", "ROMC"))
    keep(set, m, d, escalc(measure = m, m1i = after, m2i = before, sd1i = sd_after, sd2i = sd_before, ni = n, ri = r))
  keep(set, "SMCR", d, escalc(measure = "SMCR", m1i = after, m2i = before, sd1i = sd_before, ni = n, ri = r))
}
proportions <- function(set, x, n) {
  d <- data.frame(events = x, total = n)
  keep(set, "PR", d, escalc(measure = "PR", xi = x, ni = n, add = 0, to = "none"))
  keep(set, "PLO", d, escalc(measure = "PLO", xi = x, ni = n, add = 1/2, to = "only0"))
}

b <- dat.bcg; counts("bcg", b$tpos, b$tpos + b$tneg, b$cpos, b$cpos + b$cneg)
w <- dat.nielweise2007; counts("nielweise2007", w$ai, w$n1i, w$ci, w$n2i)
h <- dat.hine1989; counts("hine1989", h$ai, h$n1i, h$ci, h$n2i)
u <- dat.hahn2001; counts("hahn2001", u$ai, u$n1i, u$ci, u$n2i)
g <- expand.grid(e1 = c(0, 1, 7, 20), n1 = 20, e2 = c(0, 3, 25), n2 = 25)
g <- rbind(g, data.frame(e1 = c(1, 0, 1, 123456, 3, 0, 2), n1 = c(1, 1, 2, 7654321, 3, 5000, 2),
                         e2 = c(0, 1, 1, 98765, 30, 1, 1), n2 = c(1, 1, 2, 6543210, 30, 4999, 9)))
counts("grid", g$e1, g$n1, g$e2, g$n2)

d <- dat.normand1999; means("normand1999", d$m1i, d$sd1i, d$n1i, d$m2i, d$sd2i, d$n2i)
i <- dat.gibson2002; i <- i[complete.cases(i[, 3:8]), ]; means("gibson2002", i$m1i, i$sd1i, i$n1i, i$m2i, i$sd2i, i$n2i)
c1 <- dat.curtis1998[1:40, ]; means("curtis1998", c1$m1i, c1$sd1i, c1$n1i, c1$m2i, c1$sd2i, c1$n2i)
g <- expand.grid(m1 = c(0.02, 10, 2500), s1 = c(0.5, 4), n1 = c(2, 3, 30), m2 = c(9, 11.5), s2 = c(0.7, 40), n2 = c(2, 400))
means("grid", g$m1, g$s1, g$n1, g$m2, g$s2, g$n2)
means("grid large", c(10, 10), c(2, 2), c(1e5, 30), c(8, 8), c(2.5, 2.5), c(1e5, 30))

changes("morris2008", c(30.6, 23.5, 0.5, 53.4, 35.6, 23.1, 24.9, 0.6, 55.7, 34.8),
        c(15.0, 3.1, 0.1, 14.5, 4.7, 13.8, 4.1, 0.2, 17.3, 3.1), c(38.5, 26.8, 0.7, 75.9, 36.0, 19.7, 25.3, 0.6, 60.7, 33.4),
        c(11.6, 4.1, 0.1, 4.4, 4.6, 14.8, 3.3, 0.2, 17.9, 6.9), c(20, 50, 9, 10, 14, 20, 42, 9, 11, 14),
        c(.47, .64, .77, .89, .44, .47, .64, .77, .89, .44))
changes("26 to 22", 26, sqrt(30), 22, sqrt(20), 60, 0.7)
g <- expand.grid(before = c(0.4, 90), sd_before = c(0.3, 25), after = c(0.5, 99), sd_after = c(0.2, 30), n = c(3, 60),
                 r = c(-0.5, 0.5, 0.95))
changes("grid", g$before, g$sd_before, g$after, g$sd_after, g$n, g$r)

p <- dat.pritz1997; proportions("pritz1997", p$xi, p$ni)
q <- dat.debruin2009; proportions("debruin2009", q$xi, q$ni)
proportions("nielweise2007 control", w$ci, w$n2i)
proportions("nielweise2007 treated", w$ai, w$n1i)
proportions("miller1978", c(3, 6, 10, 1), c(11, 17, 21, 6))
proportions("grid", c(0, 20, 0, 1, 1, 81, 15, 500, 1, 2e6), c(20, 20, 1, 1, 29, 263, 148, 100000, 2, 3e6))

all <- do.call(rbind, rows)
all$metafor <- as.character(packageDescription("metafor")$Version)
here <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
for (name in c(inputs, "yi", "vi")) all[[name]] <- ifelse(is.na(all[[name]]), "", sprintf("%.17g", all[[name]]))
write.csv(all, file.path(dirname(here), "effects.csv"), row.names = FALSE, quote = FALSE)
