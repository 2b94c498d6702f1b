mod document;
mod verify;
