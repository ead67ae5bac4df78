"""The clinical kinds, their graph, and search by symptom."""
