mod insertion;
mod properties;
