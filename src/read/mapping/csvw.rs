//! CSVW.
