mod formats;
mod html;
mod table;
