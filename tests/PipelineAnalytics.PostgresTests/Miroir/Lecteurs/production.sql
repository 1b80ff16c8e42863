-- Tables that carry the number of the night in every row, and one that never changes.
create table veille (id integer primary key, nuit integer not null, texte text not null);
create table ronde (id integer primary key references veille, nuit integer not null, jour date not null);
create table fixe (id integer primary key, nom text not null);
create table passage (id integer primary key, veille integer references veille, nuit integer not null) partition by range (id);
create table passage_debut partition of passage for values from (1) to (1001);
create table passage_suite partition of passage default;
create index on veille (nuit, texte);
create index on ronde (jour);
insert into veille select i, 0, md5(i::text) from generate_series(1, 2000) i;
insert into ronde select i, 0, '2025-01-01'::date + i % 300 from generate_series(1, 2000) i;
insert into fixe select i, 'nom ' || i from generate_series(1, 2000) i;
insert into passage select i, i, 0 from generate_series(1, 2000) i;
