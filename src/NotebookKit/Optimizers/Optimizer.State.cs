using NotebookKit.Layers;

namespace NotebookKit.Optimizers;

/// <content>What an optimiser must remember beside the weights for a training that goes on where it stopped.</content>
public abstract partial class Optimizer
{
    private const string RateName = "learningRate";
    private const string StepsName = "steps";
    private const string TakenName = "parameterSteps";

    /// <summary>A copy of what it remembers, by name: the rate, the steps, and for each parameter what the method keeps, such as <c>velocity.0</c>.</summary>
    /// <remarks>Parameters count from 0 in the order they were given. The constants are not part of it: they are written in the program.</remarks>
    public IReadOnlyDictionary<string, Tensor> State()
    {
        Dictionary<string, Tensor> state = new()
        {
            [RateName] = Tensor.Scalar(LearningRate, DType.Float64).Keep(),
            [StepsName] = Tensor.From([(long)Steps]).Keep(),
            [TakenName] = Tensor.From(Array.ConvertAll(taken, count => (long)count)).Keep(),
        };
        foreach ((string key, string name, int index) in Slots())
        {
            state[key] = Memory(name, index).Detach().Clone().Keep();
        }

        return new StateDictionary(state);
    }

    /// <summary>Takes over a state that <see cref="State"/> gave for the same method and parameters: the next step has the same bits.</summary>
    /// <exception cref="ArgumentException">Names are missing or unexpected, shapes differ, or a count or the rate is no such thing; all are listed, and nothing was changed.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (string Key, string Name, int Index)[] slots = [.. Slots()];
        string[] own = [RateName, StepsName, TakenName, .. slots.Select(slot => slot.Key)];
        List<string> wrong = [];
        Note(wrong, "missing", own.Where(key => !state.ContainsKey(key)));
        Note(wrong, "unexpected", state.Keys.Except(own));
        Note(wrong, "different", slots.Where(slot => state.TryGetValue(slot.Key, out Tensor? other) && !Fits(other, parameters[slot.Index]))
            .Select(slot => $"{slot.Key} is {Kind(parameters[slot.Index])} and the state has {Kind(state[slot.Key])}"));
        Note(wrong, "no whole numbers of 0 or more", new[] { (StepsName, 1), (TakenName, parameters.Length) }
            .Where(counts => state.TryGetValue(counts.Item1, out Tensor? other) && !AreCounts(other, counts.Item2))
            .Select(counts => $"{counts.Item1}, which is [{counts.Item2}] of Int64, and the state has {Kind(state[counts.Item1])}"));
        Note(wrong, "no rate", new[] { RateName }.Where(key => state.TryGetValue(key, out Tensor? other) && !IsRate(other)).Select(key => $"{key}, {Kind(state[key])}"));
        if (wrong.Count > 0)
        {
            throw new ArgumentException($"Load: the state does not fit this {GetType().Name} of {parameters.Length} parameters; nothing was changed. {string.Join("; ", wrong)}.", nameof(state));
        }

        LearningRate = state[RateName].Item();
        Steps = (int)state[StepsName].ToArray<long>()[0];
        long[] counts = state[TakenName].ToArray<long>();
        for (int i = 0; i < taken.Length; i++)
        {
            taken[i] = (int)counts[i];
        }

        foreach ((string key, string name, int index) in slots)
        {
            Ops.InPlace.Copy(Memory(name, index), state[key]);
        }
    }

    private IEnumerable<(string Key, string Name, int Index)> Slots() =>
        from name in Remembered
        from index in Enumerable.Range(0, parameters.Length)
        select ($"{name}.{index}", name, index);

    private static bool Fits(Tensor other, Parameter parameter) => other.Shape == parameter.Shape && other.DType.IsFloat();

    private static bool AreCounts(Tensor other, int count) =>
        other.DType == DType.Int64 && other.Shape == new Shape(count) && other.ToArray<long>().All(value => value is >= 0 and <= int.MaxValue);

    private static bool IsRate(Tensor other) => other.DType.IsFloat() && other.Count == 1 && double.IsFinite(other.Item()) && other.Item() >= 0;

    private static string Kind(Tensor x) => $"{x.Shape} of {x.DType}";

    private static void Note(List<string> wrong, string what, IEnumerable<string> names)
    {
        string[] all = [.. names];
        if (all.Length > 0)
        {
            wrong.Add($"{what}: {string.Join(", ", all.Take(8))}{(all.Length > 8 ? $" and {all.Length - 8} more" : string.Empty)}");
        }
    }
}
