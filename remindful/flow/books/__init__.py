"""What files brought: received, kept, booked and posted; and the position of accounts."""
