mod answers;
mod beside;
mod fixtures;
mod foreign;
mod html;
mod regressions;
mod shapes;
mod xml;
