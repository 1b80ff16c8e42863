-- Rows of one vue that a computation changes, as they are and as they will be: filled by VueReplacement, read by reviser.sql.
create temp table if not exists ligne_changee (
  semaine  date    not null,
  nouvelle boolean not null,
  ligne    jsonb   not null
) on commit delete rows
