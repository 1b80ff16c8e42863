-- Groups the events of evenement_a_cumuler, once, in the small keys of the rollups. That name is a table of what was just
-- enriched, or a view of events that are counted anew: one definition serves both. What is added up later is made from compte.
-- Users, features and segments seen for the first time get their numbers here; one run at a time does (the lock of the events).
create temp table compte_en_toutes_lettres on commit drop as
select semaine, id_utilisateur, structure, type_utilisateur, categorie, action, nom, region, departement,
       coalesce(lower(left(code, 12)) = 'action_creee', false) as action_creee,
       bit_or(1 << (jour - semaine)) as jours, count(*)::integer as nb_evenements,
       min(date_evenement) as date_premier, max(date_evenement) as date_dernier
from evenement_a_cumuler
group by semaine, id_utilisateur, structure, type_utilisateur, categorie, action, nom, region, departement,
         coalesce(lower(left(code, 12)) = 'action_creee', false);

-- The planner takes the joins below for tiny ones and would search row by row. (Not above: events to be counted anew may be found
-- by the index of their users.)
set local enable_nestloop = off;

create temp table numerote on commit drop as
select c.id_utilisateur, u.numero
from (select distinct id_utilisateur from compte_en_toutes_lettres where id_utilisateur is not null) c
left join pipeline.utilisateur u using (id_utilisateur);

with nouveau as (
  insert into pipeline.utilisateur (id_utilisateur) select id_utilisateur from numerote where numero is null returning id_utilisateur, numero
)
insert into numerote select id_utilisateur, numero from nouveau;

insert into pipeline.fonctionnalite (structure, type_utilisateur, categorie, action, nom, action_creee)
select structure, type_utilisateur, categorie, action, nom, action_creee from compte_en_toutes_lettres
except
select structure, type_utilisateur, categorie, action, nom, action_creee from pipeline.fonctionnalite;

insert into pipeline.segment (structure, type_utilisateur, region, departement)
select coalesce(structure, 'NON RENSEIGNE'), coalesce(type_utilisateur, 'NON RENSEIGNE'), coalesce(region, 'NON RENSEIGNE'), coalesce(departement, 'NON RENSEIGNE')
from compte_en_toutes_lettres
except
select structure, type_utilisateur, region, departement from pipeline.segment;

-- Of arrays a null equals a null, and they can be hashed: "is not distinct from" cannot.
create temp table compte on commit drop as
select c.semaine, u.numero as utilisateur, f.numero as fonctionnalite, s.id as segment,
       c.jours, c.nb_evenements, c.date_premier, c.date_dernier
from compte_en_toutes_lettres c
join pipeline.fonctionnalite f
  on array[f.structure, f.type_utilisateur, f.categorie, f.action, f.nom, f.action_creee::text]
   = array[c.structure, c.type_utilisateur, c.categorie, c.action, c.nom, c.action_creee::text]
join pipeline.segment s
  on s.structure = coalesce(c.structure, 'NON RENSEIGNE') and s.type_utilisateur = coalesce(c.type_utilisateur, 'NON RENSEIGNE')
 and s.region = coalesce(c.region, 'NON RENSEIGNE') and s.departement = coalesce(c.departement, 'NON RENSEIGNE')
left join numerote u on u.id_utilisateur = c.id_utilisateur and u.numero is not null;

drop table compte_en_toutes_lettres, numerote;
set local enable_nestloop to default;
