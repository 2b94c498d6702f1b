mod answers;
mod beside;
mod fixtures;
mod foreign;
mod regressions;
mod shapes;
mod xml;
