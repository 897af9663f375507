namespace NotebookKit.Training;

/// <summary>Writes a <see cref="Checkpoint"/> after every so many epochs or updates, and keeps the last few.</summary>
/// <remarks>
/// Each is written beside its place and moved there, so that a process may die at any moment: the last whole checkpoint is
/// found by <see cref="Checkpoint.Latest"/>. Lecture S4 writes one each epoch or each ten.
/// </remarks>
public sealed class Checkpoints : ITrainingCallback
{
    /// <summary>Makes the callback.</summary>
    /// <param name="folder">A folder of this training alone; made if need be.</param>
    public Checkpoints(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Folder = folder;
    }

    /// <summary>Where the files lie.</summary>
    public string Folder { get; }

    /// <summary>After how many epochs one is written; 0 for none.</summary>
    public int EveryEpochs { get; init => field = Count(value, nameof(EveryEpochs), 0); } = 1;

    /// <summary>After how many updates one is written, within epochs too; 0 for none.</summary>
    public int EveryUpdates { get; init => field = Count(value, nameof(EveryUpdates), 0); }

    /// <summary>How many of the last are kept.</summary>
    public int Keep { get; init => field = Count(value, nameof(Keep), 1); } = 3;

    /// <summary>Whether a training that begins anew may remove the checkpoints of another in its folder.</summary>
    public bool Overwrites { get; init; }

    /// <inheritdoc/>
    public void OnTrainStart(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Directory.CreateDirectory(Folder);
        Layers.StateDictionary.Sweep(Folder, Checkpoint.Prefix + "*");

        // What lies beyond the place where the training goes on would later be taken for its newest.
        (int Update, string Path)[] beyond = [.. Checkpoint.FilesIn(Folder).Where(file => file.Update > run.Update)];
        if (run.Update == 0 && beyond.Length > 0 && !Overwrites)
        {
            throw new InvalidOperationException(
                $"Checkpoints: {Folder} holds {beyond.Length} checkpoints of an earlier training, up to update {beyond.Max(file => file.Update)}. Go on from there with Fit(..., resume: Checkpoint.Latest(folder)), name another folder, or set Overwrites.");
        }

        foreach ((_, string path) in beyond)
        {
            File.Delete(path);
        }
    }

    /// <inheritdoc/>
    public void OnBatchEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (EveryUpdates > 0 && run.Update % EveryUpdates == 0)
        {
            Write(run);
        }
    }

    /// <inheritdoc/>
    public void OnEpochEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (EveryEpochs > 0 && (run.Epoch % EveryEpochs == 0 || run.Epoch == run.Epochs || run.IsStopping))
        {
            Write(run);
        }
    }

    /// <summary>Where and how often, in a line.</summary>
    public override string ToString() =>
        $"checkpoints in {Path.GetFileName(Path.TrimEndingDirectorySeparator(Folder))}{(EveryEpochs > 0 ? $", every {EveryEpochs} epochs" : string.Empty)}{(EveryUpdates > 0 ? $", every {EveryUpdates} updates" : string.Empty)}, the last {Keep} kept";

    private void Write(TrainingRun run)
    {
        Checkpoint.Write(Folder, run);
        foreach ((_, string path) in Checkpoint.FilesIn(Folder).OrderByDescending(file => file.Update).Skip(Keep))
        {
            File.Delete(path);
        }
    }

    private static int Count(int value, string name, int least) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"Checkpoints: {name} is {least} or more.");
}
