"""What Stoke costs, measured from outside on the real binary."""
