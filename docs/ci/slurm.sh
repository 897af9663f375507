#!/usr/bin/env bash
#SBATCH --job-name=notebooks
#SBATCH --array=1-4
#SBATCH --cpus-per-task=4
#SBATCH --time=01:00:00
# A job array: each job runs its part of the notebooks. The parts are the same in every job.
set -euo pipefail
nbkit run notebooks --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --jobs 2 --out out --junit "results-$SLURM_ARRAY_TASK_ID.xml"
