mod document;
mod reading;
mod verify;
