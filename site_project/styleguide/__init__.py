"""The living style guide at /styleguide/: tokens as the style sheet has them, components as the site renders them."""
