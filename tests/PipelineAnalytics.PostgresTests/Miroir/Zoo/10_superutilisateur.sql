-- What only a superuser can make, or move to another schema (ARCHITECTURE.md, "Known limits": range types).
create function ecart(a time, b time) returns double precision language sql immutable strict return extract(epoch from a - b);
create type horaire as range (subtype = time, subtype_diff = ecart, multirange_type_name = horaires);
create type "Plage de mots" as range (subtype = text, collation = "C", subtype_opclass = text_ops);
create type plage_de_code as range (subtype = code_postal);
create domain horaire_fini as horaire check (not upper_inf(value));
create table ouverture (
  id integer primary key, h horaire, hs horaires, m "Plage de mots", liste horaire[], code plage_de_code, fini horaire_fini, total horaires generated always as (multirange(h)) stored,
  exclude using gist (h with &&)
);
insert into ouverture (id, h, hs, m, liste, code, fini) values
  (1, '[08:00,12:00)', '{[08:00,12:00),[14:00,)}', '[a,"b,c"]', '{"[08:00,12:00)",empty,NULL}', '[00000,75000)', '[08:00,09:00)'),
  (2, 'empty', '{}', '(,"")', '{}', 'empty', null),
  (3, '[20:00,)', '{(,)}', '["\\\\","é"]', null, '(,)', '(,08:00]');
create index on ouverture using gist (hs);
-- The functions that come with a range type are not in anybody's dump.
create view plages as select horaire('08:00', '09:00') as h, horaires(horaire('08:00', '09:00')) as hs, "Plage de mots"('a', 'b', '[]') as m;

create function sans_fuite(integer) returns boolean language sql immutable leakproof return $1 > 0;
create aggregate rang_fictif(variadic "any" order by variadic "any") (sfunc = ordered_set_transition_multi, stype = internal, finalfunc = rank_final, finalfunc_extra, hypothetical);

create type mesure_brute;
create function mesure_brute_lue(cstring) returns mesure_brute language internal immutable strict as 'int4in';
create function mesure_brute_ecrite(mesure_brute) returns cstring language internal immutable strict as 'int4out';
create type mesure_brute (input = mesure_brute_lue, output = mesure_brute_ecrite, like = integer, category = 'N');

create function avant(a adresse, b adresse) returns boolean language sql immutable as 'select (a.ville, a.rue) < (b.ville, b.rue)';
create function ordre(a adresse, b adresse) returns integer language sql immutable as 'select case when (a.ville, a.rue) < (b.ville, b.rue) then -1 when (a.ville, a.rue) = (b.ville, b.rue) then 0 else 1 end';
create operator <# (leftarg = adresse, rightarg = adresse, function = avant);
create operator family adresses using btree;
create operator class par_ville for type adresse using btree family adresses as operator 1 <#, function 1 ordre(adresse, adresse);
create table adresse_triee (a adresse, m mesure_brute, plusieurs mesure_brute[]);
insert into adresse_triee select row('rue ' || i, 'ville ' || i % 3)::adresse, i::text::mesure_brute, array[i::text, null]::mesure_brute[] from generate_series(1, 10) i;
create index on adresse_triee (a par_ville);
