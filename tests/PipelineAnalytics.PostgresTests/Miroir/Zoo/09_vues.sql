-- Views in every relation to each other, rules, and triggers that would make a copy fail if it fired them.
create view factures as select f.*, j.id as jeune from facture f left join jeune j on j.id = 'j' || f.id;
create view factures_longues (numero, "Réf") with (security_barrier = true) as select id, reference from factures where jours > 10 with local check option;
create view factures_tres_longues with (security_invoker = true) as select * from factures_longues where numero > 20 with cascaded check option;
alter view factures_longues alter column numero set default 5;
alter view factures_tres_longues rename column "Réf" to "Référence";
-- Group by a key, and select the rest: the view stands on the primary key, and all that stands on it has to wait for it.
create view par_reglage as select cle, valeur, count(*) as nb from reglage group by cle;
create materialized view par_reglage_fige as select * from par_reglage;
create unique index on par_reglage_fige (cle) include (nb);
alter materialized view par_reglage_fige cluster on par_reglage_fige_cle_nb_idx;
create materialized view total_fige with (fillfactor = 60) as select sum(nb) as total, tout(valeur::numeric order by valeur) as valeurs from par_reglage_fige;
create materialized view factures_figees as select sans_accent(client) as client, "Référence" as reference from facture join factures_tres_longues t on t.numero = id;
create index "factures figées" on factures_figees (client, lower(reference)) where client <> '';
alter materialized view factures_figees alter column client set statistics 17;
create view sur_figee as select count(*) as nb from factures_figees, total_fige;
create recursive view descendance (id, generation) as select id, 0 from membre where parrain is null union all select m.id, d.generation + 1 from membre m join descendance d on d.id = m.parrain;
create view des_valeurs as values (1, 'lundi'::jour_ouvre::text) union all select 2, null;
create view complexe as
  with c as materialized (select equipe, count(*) over w as nb, row_number() over (partition by equipe order by id desc nulls last) from membre window w as (partition by equipe))
  select distinct on (equipe) c.*, x.cle, array(select nom from equipe e where e.id = c.equipe) as noms, (row('01', null)::adresse).ville as "t é", 'bonne'::humeur < any (enum_range(null::humeur)) as b
  from c cross join lateral reglages('pas') x, only animal tablesample system (100) repeatable (1)
  group by grouping sets ((equipe, nb, row_number, x.cle)) having count(*) filter (where nb > 0) >= 0 order by equipe, nb, row_number;

create table colonnes_changees (a integer, b integer, c text);
create view sur_colonnes as select * from colonnes_changees x (un, deux, trois) join reglage on un = valeur;
alter table colonnes_changees rename column a to renommee;
alter table colonnes_changees add column d integer;
insert into colonnes_changees values (40, 1, 'c', 2);

create table suivi (id serial primary key, quoi text);
create function interdit() returns trigger language plpgsql as $$ begin raise exception 'the copy has fired %', tg_name; end $$;
create function suivre() returns trigger language plpgsql as $$ begin insert into suivi (quoi) values (tg_name || array_to_string(tg_argv, '|')); return new; end $$;
create trigger avant before insert or update or delete on facture for each row execute function interdit();
create trigger apres after insert on facture referencing new table as nouvelles for each statement execute function suivre('a', 'l''été \ "b"', '');
create trigger de_colonnes after update of client, jours on facture for each row when (old.jours is distinct from new.jours) execute function suivre();
create trigger "Vidage. ""é""" after truncate on facture execute function interdit();
create constraint trigger tard after insert or update on facture from reglage deferrable initially deferred for each row when (new.jours > 3 and new.client is distinct from 'x') execute function suivre();
create trigger en_vue instead of insert or delete on factures_longues for each row execute function suivre();
create trigger de_partition after insert on releve for each row execute function suivre();
create trigger de_copie before insert on texte for each row execute function interdit();
create trigger de_copie before insert or update or delete on ligne for each row execute function interdit();
alter table facture enable always trigger avant, enable replica trigger apres, disable trigger tard;
alter table releve_2024 disable trigger de_partition;
alter table releve_2025 enable always trigger de_partition;
alter table texte enable always trigger de_copie;
alter table ligne enable always trigger de_copie;

create rule suivi_aussi as on insert to reglage do also insert into suivi (quoi) values ('règle ' || new.cle);
create rule jamais as on delete to nombre where old.id > 0 do instead nothing;
create rule "En vue. ""é""" as on update to factures_longues do instead (update suivi set quoi = new."Réf" where id = old.numero; notify factures);
create rule copie as on insert to moment do instead nothing;
alter table nombre disable rule jamais;
alter table moment enable always rule copie;
