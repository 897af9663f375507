using NotebookKit.Layers;

namespace NotebookKit.Optimizers;

/// <content>What an optimiser must remember beside the weights for a training that goes on where it stopped.</content>
public abstract partial class Optimizer
{
    private const string RateName = "learningRate";
    private const string StepsName = "steps";

    /// <summary>What the method keeps for each parameter, by name.</summary>
    private protected virtual IEnumerable<(string Name, Tensor?[] Kept)> Memory => [];

    /// <summary>A copy of what it remembers, by name: the rate, the steps, and for each parameter what the method keeps, such as <c>velocity.0</c>.</summary>
    /// <remarks>Parameters count from 0 in the order they were given. The constants are not part of it: they are written in the program.</remarks>
    public IReadOnlyDictionary<string, Tensor> State()
    {
        Dictionary<string, Tensor> state = new()
        {
            [RateName] = Tensor.Scalar(LearningRate, DType.Float64).Keep(),
            [StepsName] = Tensor.From([(long)Steps]).Keep(),
        };
        foreach ((string key, Tensor?[] kept, int index) in Slots())
        {
            state[key] = State(kept, index, parameters[index]).Detach().Clone().Keep();
        }

        return new StateDictionary(state);
    }

    /// <summary>Takes over a state that <see cref="State()"/> gave for the same method and parameters: the next step has the same bits.</summary>
    /// <exception cref="ArgumentException">Names are missing or unexpected, or shapes differ; nothing was changed.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (string Key, Tensor?[] Kept, int Index)[] slots = [.. Slots()];
        string[] own = [RateName, StepsName, .. slots.Select(slot => slot.Key)];
        string[] wrong =
        [
            .. own.Where(key => !state.ContainsKey(key)).Select(key => $"{key} is missing"),
            .. state.Keys.Except(own).Select(key => $"{key} is unexpected"),
            .. slots.Where(slot => state.TryGetValue(slot.Key, out Tensor? other) && (other.Shape != parameters[slot.Index].Shape || !other.DType.IsFloat())).Select(slot => $"{slot.Key} is {state[slot.Key].Shape} instead of {parameters[slot.Index].Shape}"),
        ];
        if (wrong.Length > 0 || state[RateName].Count != 1 || state[StepsName].Count != 1)
        {
            throw new ArgumentException($"Load: the state does not fit this {GetType().Name} of {parameters.Length} parameters; nothing was changed. {string.Join("; ", wrong)}.", nameof(state));
        }

        LearningRate = state[RateName].ToArray<double>()[0];
        Steps = (int)state[StepsName].ToArray<long>()[0];
        foreach ((string key, Tensor?[] kept, int index) in slots)
        {
            Ops.InPlace.Copy(State(kept, index, parameters[index]), state[key]);
        }
    }

    private IEnumerable<(string Key, Tensor?[] Kept, int Index)> Slots() =>
        from one in Memory
        from index in Enumerable.Range(0, parameters.Length)
        select ($"{one.Name}.{index}", one.Kept, index);
}
