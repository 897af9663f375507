using System.Globalization;
using System.Text.Json;
using NotebookKit.Layers;

namespace NotebookKit.Training;

/// <summary>A training as it stood after some update, in a file: weights, buffers, optimiser, generators, place in the data, history, and what callbacks remember.</summary>
/// <remarks>
/// A training that goes on from here ends with the same bits as one that was never stopped, if it has the same model,
/// optimiser, callbacks and data. The file is safetensors with its SHA-256; nothing in it could be run. Written by
/// <see cref="Checkpoints"/>; given to <see cref="Trainer.Fit(Data.Dataset, Data.Dataset, int, int, Rng, Checkpoint, CancellationToken)"/>.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class Checkpoint
{
    /// <summary>What the names of the files begin with.</summary>
    internal const string Prefix = "checkpoint-";

    /// <summary>What they end with.</summary>
    internal const string Ending = ".safetensors";

    private const string Format = "NotebookKit checkpoint 1";
    private readonly StateDictionary state;

    private Checkpoint(string path, StateDictionary state)
    {
        Path = path;
        this.state = state;
        long[] place = state[RunState.Place].ToArray<long>();
        (Epoch, Update) = ((int)place[0], state[RunState.Updates].Shape[0]);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The epoch in which the training goes on, from 1.</summary>
    public int Epoch { get; }

    /// <summary>How many updates had been made.</summary>
    public int Update { get; }

    /// <summary>What <see cref="Latest"/> passed over on its way here, and why; empty if nothing.</summary>
    public IReadOnlyList<string> Skipped { get; private init; } = [];

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="InvalidDataException">The file is cut short, has changed since it was written, or is no checkpoint.</exception>
    public static Checkpoint Read(string path)
    {
        StateDictionary state = StateDictionary.Read(path, allowNaN: true);
        if (!state.HasChecksum || state.Metadata.GetValueOrDefault("format") != Format
            || !state.TryGetValue(RunState.Place, out Tensor? place) || place.DType != DType.Int64 || place.Shape != new Shape(3)
            || !state.TryGetValue(RunState.Updates, out Tensor? updates) || updates.DType != DType.Float64 || updates.Rank != 2)
        {
            throw new InvalidDataException($"{path}: is no checkpoint of a training but another safetensors file; a model alone is loaded by its Load.");
        }

        return new Checkpoint(path, state);
    }

    /// <summary>The newest checkpoint of a folder that can be read; null if there is none. Damaged ones are passed over and named in <see cref="Skipped"/>.</summary>
    /// <remarks><c>trainer.Fit(train, test, epochs: 50, resume: Checkpoint.Latest("run1"))</c> goes on where there is one, else begins.</remarks>
    public static Checkpoint? Latest(string folder)
    {
        List<string> skipped = [];
        foreach ((_, string path) in FilesIn(folder).OrderByDescending(file => file.Update))
        {
            try
            {
                Checkpoint found = Read(path);
                return new Checkpoint(path, found.state) { Skipped = skipped };
            }
            catch (InvalidDataException damage)
            {
                skipped.Add(damage.Message);
            }
        }

        return null;
    }

    /// <summary>Where it stands, in a line.</summary>
    public override string ToString() =>
        $"checkpoint after update {Update:N0}, in epoch {Epoch:N0}: {System.IO.Path.GetFileName(Path)}{(Skipped.Count == 0 ? string.Empty : $"; {Skipped.Count} newer passed over: {string.Join("; ", Skipped)}")}";

    /// <summary>The checkpoints of a folder with the numbers of their updates.</summary>
    internal static IEnumerable<(int Update, string Path)> FilesIn(string folder) =>
        from path in Directory.Exists(folder) ? Directory.GetFiles(folder, $"{Prefix}*{Ending}") : []
        let digits = System.IO.Path.GetFileName(path)[Prefix.Length..^Ending.Length]
        where int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        select (int.Parse(digits, CultureInfo.InvariantCulture), path);

    /// <summary>Writes a training as it stands.</summary>
    internal static string Write(string folder, TrainingRun run)
    {
        string path = System.IO.Path.Combine(folder, $"{Prefix}{run.Update:D9}{Ending}");
        Dictionary<string, string> texts = new()
        {
            ["format"] = Format,
            ["parts"] = JsonSerializer.Serialize(RunState.PartsOf(run)),
            ["metrics"] = JsonSerializer.Serialize(RunState.MetricsOf(run.History)),
        };
        if (run.History.StopReason is { } reason)
        {
            texts["stopped"] = reason;
        }

        StateDictionary.Save(path, RunState.Of(run), texts);
        return path;
    }

    /// <summary>Brings a training to where this one stood.</summary>
    /// <exception cref="ArgumentException">It is another training; nothing was changed.</exception>
    internal void Restore(TrainingRun run)
    {
        try
        {
            string[] parts = JsonSerializer.Deserialize<string[]>(state.Metadata["parts"])!;
            string[] own = RunState.PartsOf(run);
            if (!parts.SequenceEqual(own))
            {
                throw new ArgumentException($"Fit: the checkpoint is of another training ({string.Join("; ", parts.Except(own))}), and this one has {string.Join("; ", own.Except(parts))}; nothing was changed.");
            }

            RunState.Load(run, state, JsonSerializer.Deserialize<string[]>(state.Metadata["metrics"])!);
            run.History.StopReason = state.Metadata.GetValueOrDefault("stopped");
        }
        catch (ArgumentException other)
        {
            throw new ArgumentException($"{Path}: {other.Message}", other);
        }
    }
}
