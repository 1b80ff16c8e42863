-- Copies the old table's events, each id once. A second row of an id, and a row without one, are kept in a table of their own.
create temp table reprise_doublon on commit drop as select id from reprise where id is not null group by id having count(*) > 1;
analyze reprise_doublon;

select count(*) from pipeline.creer_les_partitions(
  array(select distinct jour_calcule - (extract(isodow from jour_calcule)::integer - 1) from reprise where jour_calcule is not null),
  'pipeline.evenement_engagement');

insert into pipeline.evenement_engagement
  (id, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code, semaine, jour, agence, departement, region)
select id, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code,
       jour_calcule - (extract(isodow from jour_calcule)::integer - 1), jour_calcule, agence, departement, region
from reprise r
where r.id is not null and not exists (select from reprise_doublon d where d.id = r.id);

create table pipeline.evenement_engagement_doublon as
select r.*, row_number() over (partition by r.id order by r.jour_calcule nulls last, r.date_evenement) as rang
from reprise r
join reprise_doublon d using (id)
union all
select r.*, 0 from reprise r where r.id is null;

insert into pipeline.evenement_engagement
  (id, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code, semaine, jour, agence, departement, region)
select id, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code,
       jour_calcule - (extract(isodow from jour_calcule)::integer - 1), jour_calcule, agence, departement, region
from pipeline.evenement_engagement_doublon
where rang = 1;

delete from pipeline.evenement_engagement_doublon where rang = 1;

insert into pipeline.semaine (semaine, nb_evenements, changement)
select semaine, count(*), (select nextval('pipeline.changement'))
from pipeline.evenement_engagement
where semaine is not null
group by semaine;

create temp view evenement_a_cumuler as select * from pipeline.evenement_engagement where semaine is not null;
