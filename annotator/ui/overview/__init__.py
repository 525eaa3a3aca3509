"""The project as a whole: tables of claims and stances, the matrix of holders and targets, the concordance."""
