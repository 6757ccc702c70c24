"""The texts: files in ``resources/content`` become one Library of articles and block trees."""
