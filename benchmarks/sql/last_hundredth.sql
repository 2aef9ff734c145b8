-- What:  The instant after which the last one in a hundred events of some logs happened.
select quantile_disc(happened, 0.99) from read_parquet($paths, union_by_name = true)
