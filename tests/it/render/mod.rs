mod formats;
mod html;
mod remedy;
mod sarif;
mod sarif_declared;
mod table;
