-- Keys in circles, constraints that old rows do not meet, and indexes of every kind.
create table equipe (id integer primary key, chef integer, nom text);
create table membre (id integer primary key, equipe integer not null references equipe on update cascade on delete restrict deferrable initially deferred, parrain integer references membre);
alter table equipe add constraint equipe_chef foreign key (chef) references membre deferrable initially immediate;
begin;
insert into membre select i, 1 + i % 3, nullif(i - 1, 0) from generate_series(1, 30) i;
insert into equipe values (1, 3, 'un'), (2, 1, 'deux'), (3, null, 'trois');
commit;

create table ville (pays text, nom text, code integer not null, primary key (pays, nom) include (code), unique (code) deferrable);
create unique index ville_nom on ville (nom, pays);
alter table ville add constraint ville_par_nom unique using index ville_nom;
create table trajet_ville (
  id integer, pays text default 'fr', de text, vers text,
  foreign key (pays, de) references ville match full,
  constraint destination foreign key (pays, vers) references ville on delete set null (vers) on update set default
);
insert into ville values ('fr', 'Brest', 1), ('fr', 'Lyon', 2), ('be', 'Gand', 3);
insert into trajet_ville values (1, 'fr', 'Brest', 'Lyon'), (2, null, null, 'Nulle part'), (3, 'be', 'Gand', null);

-- What stood before the constraint was made does not meet it, and nobody has said that it must.
create table ancien (id integer, equipe integer, age integer, nom text);
insert into ancien values (1, 999, -5, ''), (1, 1, 40, 'b'), (null, null, null, null);
alter table ancien
  add constraint equipe_connue foreign key (equipe) references equipe not valid,
  add constraint "âge plausible" check (age between 0 and 130) not valid,
  add check (nom <> '') not valid;
alter table conseiller add constraint email_ou_nom check (email like '%@%.%.%') not valid;
alter table jeune add constraint jeune_conseiller foreign key (id_conseiller) references conseiller not valid;

create table reservation (
  id integer generated always as identity (start with 10 increment by 10) primary key,
  salle integer, de date, a date check (a > de), annulee boolean default false, lieu point, mots text[], document jsonb, adresse inet, texte text,
  constraint une_a_la_fois exclude using gist (salle with =, daterange(de, a) with &&) where (not annulee) deferrable,
  exclude using hash (texte with =),
  constraint un_null_au_plus unique nulls not distinct (salle, de)
) with (fillfactor = 80);
insert into reservation (salle, de, a, annulee, lieu, mots, document, adresse, texte)
select i % 5, d, d + 2, false, point(i, -i), array['m' || i, null], jsonb_build_object('i', i), '10.0.0.0'::inet + i, 'texte ' || i
from generate_series(1, 100) i, lateral (select '2025-01-01'::date + i * 3 as d) u;
insert into reservation (salle, de, a, annulee) values (1, '2025-01-01', '2025-12-31', true), (null, null, null, null);
create index on reservation using gin (mots);
create index on reservation using gin (document jsonb_path_ops) with (fastupdate = off);
create index on reservation using gist (lieu);
create index on reservation using spgist (texte);
create index on reservation using spgist (adresse inet_ops);
create index on reservation using brin (de date_minmax_multi_ops, salle) with (pages_per_range = 8, autosummarize = on);
create index on reservation using hash (salle);
create index on reservation (de desc nulls last, texte collate "C" text_pattern_ops asc nulls first) include (a, salle) with (fillfactor = 60);
create unique index reservation_partielle on reservation (salle, a) where not annulee and de > '2025-01-01';
create unique index on reservation ((document ->> 'i'), coalesce(texte, id::text)) nulls not distinct;
create index reservation_expression on reservation ((salle + 1), (lower(texte) || 'é'), de);
alter index reservation_expression alter column 1 set statistics 300;
alter index reservation_expression alter column 2 set statistics 50;
alter table reservation cluster on reservation_pkey;

create table identite_par_index (id integer not null, autre integer not null unique);
alter table identite_par_index replica identity using index identite_par_index_autre_key;
create table identite_entiere (id integer);
alter table identite_entiere replica identity full;
create table identite_aucune (id integer);
alter table identite_aucune replica identity nothing;
insert into identite_par_index values (1, 2);
insert into identite_entiere values (1);
insert into identite_aucune values (1);
