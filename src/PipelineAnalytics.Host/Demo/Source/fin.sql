-- What comes after the last row: the constraints that were put off, the sequence that the events' own ids did not move, what
-- is computed, and the statistics that production's autovacuum would have gathered by now.
set constraints all immediate;
select setval('evenement_engagement_hebdo_id_seq', (select max(id) from evenement_engagement_hebdo));
refresh materialized view portefeuille;
analyze;
