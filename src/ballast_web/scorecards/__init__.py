"""Cities ranked by published weights, the selection of cities with clear results, typical cases."""
