-- What a production can hold, beside the tables of the specification.
create extension hstore;
create extension pg_trgm;
create type humeur as enum ('bonne', 'mauvaise');
create domain positif as integer check (value > 0);
create type plage_horaire as range (subtype = time);
create type adresse as (rue text, ville text);
create sequence numero_de_dossier start 100;
create function plus_un(x integer) returns integer language sql immutable as 'select x + 1';

create table "Dossier Été" (
  id           serial primary key,
  "Nom Complet" text,
  numero       integer not null default nextval('numero_de_dossier'),
  humeurs      humeur[] default '{bonne}',
  adresse      adresse,
  ouvert       plage_horaire,
  rang         positif default 1,
  double       integer generated always as (rang * 2) stored,
  identite     integer generated always as identity,
  proprietes   hstore,
  document     jsonb,
  octets       bytea,
  id_jeune     varchar references jeune (id),
  check (plus_un(rang) > 1)
);
create index on "Dossier Été" using gin ("Nom Complet" gin_trgm_ops);
create index on "Dossier Été" (lower("Nom Complet")) where rang > 2;
create statistics dossier_stat on rang, numero from "Dossier Été";
comment on column "Dossier Été"."Nom Complet" is 'L''été';

create table mesure (jour date, valeur numeric) partition by range (jour);
create table mesure_2025 partition of mesure for values from ('2025-01-01') to ('2026-01-01');
create table vide ();
create table log_api (id int primary key);
create table trace (id int primary key, gros text);
create table lie (id int primary key, log_id int references log_api, trace_id int references trace);
create view vue_log as select * from log_api;
create view par_conseiller as select id_conseiller, count(*) as nb from jeune group by id_conseiller;
create view par_conseiller_2 as select * from par_conseiller where nb > 0;
create materialized view resume as select count(*) as nb from par_conseiller_2;
create unique index on resume (nb);
create function journaliser() returns trigger language plpgsql as $$ begin raise exception 'a trigger must not fire'; end $$;
create trigger t before insert on "Dossier Été" for each row execute function journaliser();
alter table "Dossier Été" disable trigger t;

insert into "Dossier Été" ("Nom Complet", humeurs, adresse, ouvert, rang, proprietes, document, octets)
select E'tab\t back\\ ligne\n "' || i, '{mauvaise,bonne}'::humeur[], row('1 rue é', null)::adresse, '[08:00,12:00)'::plage_horaire, i, 'a=>1'::hstore, '{"a": [1, null]}'::jsonb, '\x00ff'::bytea
from generate_series(1, 500) i;
alter table "Dossier Été" enable trigger t;
insert into mesure select '2025-01-01'::date + i, i / 3.0 from generate_series(1, 100) i;
insert into log_api values (1);
insert into trace values (1, repeat('x', 100000));
insert into lie values (1, 1, 1);
refresh materialized view resume;
