"""The review of colleagues' labels: where people differ, decided with one key each."""
