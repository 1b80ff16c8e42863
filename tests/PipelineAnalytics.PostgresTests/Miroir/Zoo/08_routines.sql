-- Routines of every kind, and what is defined by them. Texts of functions name nothing of public where the copy has to run
-- them (ARCHITECTURE.md, "Known limits"); a body that the server parses (begin atomic, return) may.
create sequence numero_de_facture;
create table reglage (cle text primary key, valeur integer);
insert into reglage values ('base', 40), ('pas', 2);

create function sans_accent(t text) returns text language plpgsql immutable strict parallel safe cost 7 as $corps$
begin
  -- A text with $$, 'quotes', "names", \ and a semicolon; é
  return translate(lower(t), 'éèà', 'eea');
end
$corps$;
create function reference(n integer, prefixe text default 'F-é''') returns text immutable return prefixe || lpad((n * plus_un(1))::text, 6, '0');
create function facture_suivante() returns integer language sql volatile begin atomic
  select nextval('numero_de_facture')::integer + (select valeur from reglage where cle = 'base');
end;
create function reglages(variadic noms text[]) returns table (cle text, valeur integer) language sql stable rows 3 begin atomic
  select r.cle, r.valeur from reglage r where r.cle = any (noms) order by 1;
end;
create function note(cle text, valeur integer) returns void language sql begin atomic
  insert into reglage values (cle, valeur) on conflict on constraint reglage_pkey do update set valeur = excluded.valeur;
  delete from reglage where reglage.cle = note.cle and reglage.valeur is null;
end;
create function bornes(inout x integer, out y jour_ouvre, t trajet default null) language plpgsql stable as $$ begin y := 'lundi'; end $$;
create function premier(anyarray) returns anyelement language sql immutable as 'select $1[1]';
create function surcharge(integer) returns integer language sql immutable return 1;
create function surcharge(text) returns text language sql immutable return 't';
create function surcharge(jour_ouvre[], code_postal) returns setof trajet language plpgsql stable as 'begin end';
create function avec_reglages() returns text language plpgsql security definer set search_path = public, pg_temp set "work_mem" = '8MB' as $$ begin return current_setting('work_mem'); end $$;
create function dictionnaire() returns text language sql return (select string_agg(cle, ',' order by cle) from reglages('pas', 'base'));
create function age_du_jeune(j jeune) returns integer language sql stable return length(j.id);

create procedure remettre_a_zero(inout nombre integer, "Nom" text default 'x') language plpgsql as $$ begin nombre := 0; end $$;
create procedure rien() language sql begin atomic end;
create procedure vers(out total bigint, de integer) language plpgsql as $$ begin total := de; end $$;

create function cumule(etat numeric[], x numeric) returns numeric[] language sql immutable as 'select etat || x';
create aggregate tout(numeric) (sfunc = cumule, stype = numeric[], initcond = '{}', parallel = safe);
create aggregate compte_distincts(variadic integer[]) (sfunc = array_cat, stype = integer[], initcond = '{}');

create function meme_ville(a adresse, b adresse) returns boolean language sql immutable as 'select a.ville = b.ville';
create function autre_ville(a adresse, b adresse) returns boolean language sql immutable as 'select a.ville <> b.ville';
create operator === (leftarg = adresse, rightarg = adresse, function = meme_ville, commutator = ===, negator = !==, restrict = eqsel, join = eqjoinsel);
create operator !== (leftarg = adresse, rightarg = adresse, function = autre_ville, commutator = !==, negator = ===);
create operator @#@ (rightarg = integer, function = plus_un);

create text search dictionary simple_sans_mots_vides (template = simple, accept = false);
create text search configuration recherche (copy = pg_catalog.french);
alter text search configuration recherche alter mapping for asciiword with simple_sans_mots_vides, french_stem;
create conversion vers_latin for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1;

create table facture (
  id integer primary key default facture_suivante(),
  reference text not null generated always as (reference(jours)) stored,
  client text default dictionnaire() check (sans_accent(client) <> 'personne'),
  jours integer default @#@ 3,
  de adresse, a adresse, texte tsvector generated always as (to_tsvector('recherche', coalesce('l''été des jeunes ' || client, ''))) stored,
  constraint entiere check ((facture.*) is not null or true),
  constraint meme_lieu check (de === a)
);
insert into facture (client, jours, de, a) select 'Élève ' || i, i, row('r', 'v')::adresse, row('s', 'v')::adresse from generate_series(1, 40) i;
create index on facture (sans_accent(client));
create index on facture (reference(id, 'G'), plus_un(id)) where de === a;
create unique index on facture (surcharge(id), id);
create index on facture using gin (texte);
create index on facture using gin (to_tsvector('recherche', client));
create statistics facture_stat on (sans_accent(client)), (reference(id)) from facture;
