"""What was awarded: projects, money, milestones, reports, changes."""
