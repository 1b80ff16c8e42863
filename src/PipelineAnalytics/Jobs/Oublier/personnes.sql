-- Whom to forget, and the name that their events keep. Of this session only: nothing ties the two once it ends. No statistics are
-- kept of the identifiers, for these would stay in the catalog.
create temp table oubli (
  id_utilisateur varchar primary key,
  pseudonyme     varchar not null default 'oublie-' || replace(gen_random_uuid()::text, '-', ''),
  connu          boolean not null default false
);
alter table oubli alter id_utilisateur set statistics 0, alter pseudonyme set statistics 0;
