mod distrust;
mod entries;
mod population;
