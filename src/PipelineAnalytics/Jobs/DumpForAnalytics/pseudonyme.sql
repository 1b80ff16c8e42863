-- {colonne} a value, pipeline.cle the key, set for the transaction: a pseudonym of 32 hexadecimal digits, the same for the same value in any table,
-- and not to be found out without the key (a keyed hash, hashed twice so that nothing can be appended to what is hashed first).
left(encode(sha256(convert_to(current_setting('pipeline.cle'), 'UTF8') || sha256(convert_to(current_setting('pipeline.cle') || {colonne}::text, 'UTF8'))), 'hex'), 32)
