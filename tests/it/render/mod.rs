mod formats;
mod html;
mod sarif;
mod table;
