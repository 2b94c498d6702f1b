mod formats;
mod html;
mod sarif;
mod sarif_declared;
mod table;
