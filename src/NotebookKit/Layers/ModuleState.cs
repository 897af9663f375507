namespace NotebookKit.Layers;

/// <summary>Parameters and buffers of a model by name, and how they are taken over: all or nothing.</summary>
internal static class ModuleState
{
    /// <summary>Copies of everything.</summary>
    public static StateDictionary Of(Module module) =>
        new(Everything(module).ToDictionary(named => named.Name, named => named.Tensor.Detach().Clone().Keep()));

    /// <summary>Checks every name and shape, then copies.</summary>
    public static void Load(Module module, IReadOnlyDictionary<string, Tensor> state)
    {
        Check(module, state);
        foreach ((string name, Tensor tensor) in Everything(module))
        {
            Ops.InPlace.Copy(tensor, state[name]);
        }
    }

    /// <summary>Copies everything once more into copies that exist.</summary>
    public static void CopyInto(Module module, StateDictionary copies)
    {
        foreach ((string name, Tensor tensor) in Everything(module))
        {
            Ops.InPlace.Copy(copies[name], tensor);
        }
    }

    /// <summary>Writes everything to a file.</summary>
    public static void Save(Module module, string path) =>
        StateDictionary.Save(path, Everything(module).Select(named => KeyValuePair.Create(named.Name, named.Tensor)), new Dictionary<string, string> { ["model"] = module.GetType().Name });

    /// <summary>Takes over what a file holds.</summary>
    public static void Load(Module module, string path, bool allowNaN)
    {
        StateDictionary state = StateDictionary.Read(path, allowNaN);
        try
        {
            Load(module, state);
        }
        catch (ArgumentException other)
        {
            throw new InvalidDataException($"{path}: {other.Message}", other);
        }
    }

    /// <summary>Names, shapes and kinds of a state are exactly those of the model.</summary>
    public static void Check(Module module, IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (string Name, Tensor Tensor)[] own = [.. Everything(module)];
        string[] missing = [.. own.Where(named => !state.ContainsKey(named.Name)).Select(named => named.Name)];
        string[] unexpected = [.. state.Keys.Except(own.Select(named => named.Name))];
        string[] different = [.. own.Where(named => state.TryGetValue(named.Name, out Tensor? other) && !Fits(named.Tensor, other))
            .Select(named => $"{named.Name} is {Kind(named.Tensor)} and the state has {Kind(state[named.Name])}")];
        if (missing.Length + unexpected.Length + different.Length > 0)
        {
            string[] lines = [.. Listed("missing", missing), .. Listed("unexpected", unexpected), .. Listed("different", different)];
            throw new ArgumentException($"Load: the state does not fit {module.GetType().Name}; nothing was changed. {string.Join("; ", lines)}.");
        }
    }

    private static IEnumerable<(string Name, Tensor Tensor)> Everything(Module module) =>
        module.NamedParameters().Select(named => (named.Name, (Tensor)named.Parameter))
            .Concat(module.NamedBuffers().Select(named => (named.Name, (Tensor)named.Buffer)));

    private static bool Fits(Tensor own, Tensor other) =>
        other.Shape == own.Shape && (other.DType == own.DType || (other.DType.IsFloat() && own.DType.IsFloat()));

    private static string Kind(Tensor x) => $"{x.Shape} of {x.DType}";

    private static string[] Listed(string what, string[] names) => names.Length == 0 ? [] : [$"{what}: {string.Join(", ", names)}"];
}
