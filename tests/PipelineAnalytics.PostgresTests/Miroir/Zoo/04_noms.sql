-- Names that must be quoted, shortened nowhere, and never be read as a pattern, a parameter or a path.
create sequence "Suite.à ""guillemets""";
create type "Type ""d'été"".v2" as enum ('un', 'Deux mots');
create type "where" as ("from" text, "Où ?" "Type ""d'été"".v2");
create function "Faire '""tout"".$1"("L'argument" integer, "select" text default 'where') returns integer language sql immutable return "L'argument" + length("select");

create table "select" (
  "from"       integer primary key,
  "where"      "where",
  "order by"   integer not null default nextval('"Suite.à ""guillemets"""'),
  "user"       text default current_user || ' est une autre',
  "a""b"       integer generated always as ("Faire '""tout"".$1"("from", '$2')) stored,
  "c'd"        serial,
  "e f.g"      integer check ("e f.g" > 0),
  "É"          text unique,
  "$1"         text, ":p" text, "@p" text, "{0}" text, "%s" text, "a;b" text, "--" text, "/*" text, "\" text, " " text, "*" text, "=" text, "tab	lation" text, "ligne
suivante"      text,
  "🦊漢字"      "Type ""d'été"".v2"[]
);
alter table "select" rename constraint "select_É_key" to "unique.É ""nom"" d'une contrainte";
create index "Index. de l'""été""" on "select" ("user", ("a""b" + 1)) where " " is null;
create index "é" on "select" ("É") include ("*");
create statistics "Stat. ""d'été""" on "user", "É" from "select";
insert into "select" ("from", "where", "e f.g", "É", "\", " ", "🦊漢字")
select i, row('x', 'Deux mots')::"where", i, 'é' || i, E'\\', null, '{un,"Deux mots"}' from generate_series(1, 20) i;

-- 63 bytes, the longest there is, in ASCII and in letters of two bytes; the server shortens what it makes of them (a key, a sequence).
do $$
declare
  long text := rpad('une_table_au_nom_le_plus_long_que_postgresql_puisse_encore_garder', 63, '_');
  accents text := repeat('é', 31) || 'x';
begin
  execute format('create table %I (%I serial primary key, %I integer references %I)', long, long, accents, long);
  execute format('create table %I (%I integer primary key references %I, %I text)', accents, accents, long, left(long, 62) || '2');
  execute format('create index %I on %I (%I)', left(long, 61) || '_i', long, accents);
  execute format('insert into %I values (1, null), (2, 1)', long);
  execute format('insert into %I values (2, %L)', accents, accents);
  execute format('create type %I as enum (%L, %L)', left(long, 60) || 'typ', accents, left(long, 63));
end $$;

create table "Jeune" (id varchar primary key, "ID" varchar);
create table "jeune " (id varchar primary key);
create table "public.jeune" (id varchar primary key);
insert into "Jeune" values ('J', 'j');
insert into "jeune " values ('espace');
insert into "public.jeune" values ('point');
create view "Vue d'été" as select "from", "where", ("where")."Où ?" as "d'où" from "select";
create table "log_ ""l'été"".*?$" (id serial primary key, personne text);
insert into "log_ ""l'été"".*?$" (personne) values ('personne-imaginaire@journal.test');
create view "vue.journal" as select * from "log_ ""l'été"".*?$";
