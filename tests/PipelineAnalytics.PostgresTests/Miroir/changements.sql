-- A day in the zoo (Zoo/*.sql): what people and migrations change between two mirrors, also where little shows it: a value that is
-- equal to the one it replaces, rows that are as many as before, labels of a type whose tables nobody touched.
insert into equipe values (4, null, 'quatre');
insert into membre values (31, 4, 30);
update membre set parrain = 31 - parrain where id in (5, 28);
update nombre set d = 0 where d = '-0';
update nombre set n = 0.00000 where n = 0;
update figure set ct = lower(ct::text) where id = 2;
update "select" set "É" = 'É' || "from", "\" = E'\\.' where "from" > 10;
update gros set dehors = overlay(dehors placing 'x' from 1500000 for 1) where id = 2;
update compose set trajet = row(null, null, null, null, null) where trajet is null;
update reservation set annulee = not annulee, mots = '{}' where id % 30 = 0;
delete from reservation where id between 200 and 300;
delete from remarque;
delete from only animal;
insert into grenouille (id, nom, profondeur, couleur) values (6, 'bleu', 0.2, 'bleue');
update oiseau set vole = true;
truncate ephemere;
truncate statistique restart identity;
insert into statistique select i, i % 9, 'd', '2026-01-01' from generate_series(1, 1000) i;
begin;
delete from sans_ligne;
insert into sans_ligne (t) values ('première');
rollback;
insert into sans_ligne (t) values ('seconde');
insert into sans_colonne default values;
delete from sans_colonne where ctid = '(0,1)';

-- Rows that go to another partition, partitions that come and go.
update releve set zone = 'NE' where zone = 'S' and jour between '2025-01-01' and '2025-12-31';
update releve set jour = jour + 365 where id % 40 = 0;
alter table releve detach partition releve_2024;
create table releve_2040 partition of releve for values from ('2040-01-01') to ('2041-01-01');
insert into releve (jour, valeur) values ('2040-07-07', 7);
drop table liste_vide;
create table liste_reste partition of liste default;

-- Definitions.
alter table equipe add column creee date default current_date, add column etat etat default 'clos';
alter table remaniee drop column rapide, add column apres text;
alter table genere rename column nom to intitule;
alter table trajet_ville alter column id type bigint, alter column de type varchar(30);
alter table statistique alter column b set default 7, alter column c set not null;
alter table trajet_ville rename to voyage;
alter table identite_entiere rename to provisoire;
alter table identite_aucune rename to identite_entiere;
alter table provisoire rename to identite_aucune;
drop table devenue_vide;
create table devenue_vide (c integer);
insert into devenue_vide values (1), (2);
delete from ancien where age < 0;
alter table ancien validate constraint "âge plausible";
alter table conseiller drop constraint email_ou_nom;
alter table reservation drop constraint une_a_la_fois, set (fillfactor = 90);
drop index reservation_partielle;
create index concurrently reservation_nouvelle on reservation (a, de);
alter index "é" rename to "è";
create unique index on feature_flip (email_conseiller, feature_tag, id);
create table toute_nouvelle as select * from membre;

-- Types. The label that is added has to be committed before it is used.
alter type jour_ouvre rename value 'lundi' to 'Lundi';
alter type jour_ouvre add value 'samedi matin' before 'Mercredi matin';
alter type etat rename value 'clos' to 'fermé';
alter type etat rename to statut;
alter type contact add attribute age integer cascade;
alter type point_nomme rename attribute lieu to endroit;
alter domain codes drop constraint codes_check;
update compose set jour = 'samedi matin', jours = jours || '{samedi matin}' where id = 2;
update contact_type set age = 7 where telephone = '01';

-- The rest.
create or replace view chats_seuls as select id, nom, 'chat' as espece from only animal;
drop view sur_figee;
drop materialized view total_fige;
create or replace function facture_suivante() returns integer language sql volatile begin atomic select 1000 + nextval('numero_de_facture')::integer; end;
drop aggregate compte_distincts(variadic integer[]);
alter table texte disable trigger de_copie;
drop rule copie on moment;
comment on table texte is 'Un autre commentaire';
comment on column texte.t is null;
alter sequence descendante increment -4 restart with 50;
select nextval('jamais_appelee'), setval('revenue', 1, false), nextval('descendante');
alter statistics st_tout set statistics 43;
refresh materialized view par_reglage_fige;
refresh materialized view factures_figees;
refresh materialized view resume;

-- Nothing changes here but the files, and what the server remembers of its work.
vacuum full texte;
cluster reservation using reservation_pkey;
analyze;
select pg_stat_reset();
