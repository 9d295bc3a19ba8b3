# Rscript bench/evaluation/many-sets/sets.R FOLDER: writes data sets of R packages as CSV files for `npm run
# evaluate:folder`. Debian: r-base-core r-cran-mlbench r-cran-kernlab r-cran-modeldata r-cran-mclust r-cran-ddalpha.
# Numeric columns and complete rows only; where a class is too frequent to be an anomaly, some of its rows, drawn with a
# fixed seed. Chosen before anything was scored: sets that articles on anomalies use, and others that those packages have.
suppressMessages({
  library(mlbench)
  library(kernlab)
  library(modeldata)
  library(mclust)
  library(ddalpha)
})
folder <- commandArgs(trailingOnly = TRUE)[1]
set.seed(20261128)

# Points of the classes `anomalous`, at most `most` of them, among those of the classes `normal` (default: all others).
save <- function(name, points, class, anomalous, most = Inf, normal = setdiff(class, anomalous)) {
  points <- points[, sapply(points, is.numeric), drop = FALSE]
  points <- points[, sapply(points, function(column) sd(column, na.rm = TRUE) > 0), drop = FALSE]
  complete <- complete.cases(points) & !is.na(class)
  points <- points[complete, , drop = FALSE]
  class <- class[complete]
  anomalies <- which(class %in% anomalous)
  if (most < length(anomalies)) anomalies <- sample(anomalies, most)
  normals <- which(class %in% normal)
  rows <- points[c(normals, anomalies), , drop = FALSE]
  names(rows) <- paste0("x", seq_along(rows))
  rows$label <- rep(c("normal", "anomaly"), c(length(normals), length(anomalies)))
  write.csv(rows, file.path(folder, paste0(name, ".csv")), row.names = FALSE, quote = FALSE)
}

numeric <- function(table) as.data.frame(lapply(table, function(column) as.numeric(as.character(column))))

data(spam)
save("spambase", spam, spam$type, "spam")
save("spambase-rare", spam, spam$type, "spam", 140)
data(musk)
save("musk", musk[, names(musk) != "Class"], musk$Class, levels(factor(musk$Class))[2], 20)
data(ticdata)
save("coil", as.data.frame(lapply(ticdata, as.numeric))[, -ncol(ticdata)], ticdata$CARAVAN, levels(ticdata$CARAVAN)[2])

data(LetterRecognition)
letter <- as.character(LetterRecognition$lettr)
for (k in 1:3) {
  normal <- sample(LETTERS, 3)
  save(paste0("letter-three-", k), numeric(LetterRecognition[, -1]), letter, setdiff(LETTERS, normal), 100, normal)
}
for (k in 1:3) save(paste0("letter-rare-", k), numeric(LetterRecognition[, -1]), letter, sample(LETTERS, 1), 200)

data(Ionosphere)
save("ionosphere", numeric(Ionosphere[, -35]), Ionosphere$Class, "bad")
data(PimaIndiansDiabetes)
save("pima", PimaIndiansDiabetes[, -9], PimaIndiansDiabetes$diabetes, "pos")
data(BreastCancer)
save("breastw", numeric(BreastCancer[, 2:10]), BreastCancer$Class, "malignant")
save("breastw-rare", numeric(BreastCancer[, 2:10]), BreastCancer$Class, "malignant", 21)
data(Glass)
save("glass", Glass[, -10], Glass$Type, "6")
data(Vowel)
save("vowel", numeric(Vowel[, 2:10]), Vowel$Class, "hid", 50)
data(Vehicle)
save("vehicle", Vehicle[, -19], Vehicle$Class, "van")
data(Sonar)
save("sonar", Sonar[, -61], Sonar$Class, "R", 10)

data(cells)
save("cells", as.data.frame(cells)[, -(1:2)], cells$class, "WS", 70)
data(mlc_churn)
save("churn", as.data.frame(mlc_churn), mlc_churn$churn, "yes")
data(hpc_data)
save("hpc", as.data.frame(hpc_data), hpc_data$class, "L")
data(credit_data)
save("credit", as.data.frame(credit_data), credit_data$Status, "bad", 160)
data(lending_club)
save("lending", as.data.frame(lending_club), lending_club$Class, "bad")
data(attrition)
save("attrition", as.data.frame(attrition), attrition$Attrition, "Yes")

data(thyroid)
save("thyroid-hypo", thyroid[, -1], thyroid$Diagnosis, "Hypo", 15, "Normal")
save("thyroid-hyper", thyroid[, -1], thyroid$Diagnosis, "Hyper", normal = "Normal")
data(banknote)
save("banknote", banknote[, -1], banknote$Status, "counterfeit", 8)

ddalpha <- c(
  "vertebral_column", "bloodtransfusion", "indian_liver_patient_1vs2", "haberman", "plasma_retinol_MvsF", "biomed"
)
for (name in ddalpha) {
  table <- getdata(name)
  class <- as.character(table[, ncol(table)])
  save(sub("_.*", "", name), as.data.frame(table[, -ncol(table)]), class, names(which.min(table(class))))
}
