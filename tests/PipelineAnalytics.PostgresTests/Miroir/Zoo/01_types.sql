-- Types of production's own. A value that is added to an enum can be used once this is committed.
create schema outils;
create extension citext with schema outils;
create extension btree_gist with schema outils;

create type jour_ouvre as enum ('lundi', 'Mercredi matin', 'jeudi''', 'ven,dredi', 'sa"medi', 'dim\anche', '{', '');
alter type jour_ouvre add value 'mardi' after 'lundi';
create domain code_postal as text collate "C" default '00000' constraint "cinq chiffres" check (value ~ '^\d{5}$');
create domain code_connu as code_postal not null;
create domain codes as code_postal[] check (array_length(value, 1) < 5);
create domain tardif as integer;
create type point_nomme as (nom text collate "C", en_trop integer, lieu point, mots text[]);
alter type point_nomme drop attribute en_trop;
create type trajet as (depart point_nomme, arrivee point_nomme, etapes point_nomme[], jours jour_ouvre[], fin code_postal);
create domain trajet_parti as trajet check (value is not distinct from null or (value).depart is distinct from null);
create type etat as enum ('ouvert', 'clos');
