using System.Collections;

namespace NotebookKit.Layers;

/// <summary>Modules one after the other: the result of each is the input of the next.</summary>
/// <remarks>They are called by their places, 0, 1, ..., or by names that are given, as PyTorch's are. A network that is a plain chain is a class of this kind.</remarks>
public class Sequential : Block, IReadOnlyList<Module>
{
    private readonly OrderedDictionary<string, Module> layers = [];

    /// <summary>Makes the chain.</summary>
    public Sequential(params Module[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        for (int place = 0; place < layers.Length; place++)
        {
            this.layers.Add($"{place}", layers[place]);
        }
    }

    /// <summary>Makes a chain of named modules: <c>new Sequential([("features", maps), ("classifier", head)])</c>.</summary>
    /// <exception cref="ArgumentException">A name comes twice, is empty or holds a dot.</exception>
    public Sequential(IReadOnlyList<(string Name, Module Layer)> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        foreach ((string name, Module layer) in layers)
        {
            if (string.IsNullOrEmpty(name) || name.Contains('.', StringComparison.Ordinal) || !this.layers.TryAdd(name, layer))
            {
                throw new ArgumentException($"Sequential: '{name}' cannot name a layer; names are not empty, have no dot, and come once.", nameof(layers));
            }
        }
    }

    /// <summary>How many modules.</summary>
    public int Count => layers.Count;

    /// <summary>The module at a place.</summary>
    public Module this[int place] => layers.GetAt(place).Value;

    /// <summary>The module of a name, further levels with dots: <c>model["layer1.0"]</c>. Set it to exchange the module, such as the head for another task.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Module this[string name]
    {
        get => name is not null && layers.TryGetValue(name, out Module? own) ? own
            : Below(name) is { } found ? found
            : throw new KeyNotFoundException($"There is no layer '{name}'; there are {string.Join(", ", layers.Keys)}.");
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            string path = name ?? string.Empty;
            int dot = path.LastIndexOf('.');
            Sequential parent = dot < 0 ? this : this[path[..dot]] as Sequential ?? throw new KeyNotFoundException($"'{path[..dot]}' is no chain whose layers can be exchanged.");
            string last = path[(dot + 1)..];
            if (!parent.layers.ContainsKey(last))
            {
                throw new KeyNotFoundException($"There is no layer '{path}'; there are {string.Join(", ", parent.layers.Keys)}.");
            }

            value.IsTraining = IsTraining;
            parent.layers[last] = value;
        }
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Saw(input);
        return base.Forward(input);
    }

    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Tensor value = input;
        for (int place = 0; place < layers.Count; place++)
        {
            Module layer = this[place];
            if (layer is BatchNorm && IsUsual(step) && place + 1 < layers.Count && this[place + 1] is ReLU)
            {
                value = Rectified(step, layer, value);
                place++;
                continue;
            }

            value = step(layer, value);
        }

        return value;
    }

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => layers.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Module? Below(string? path)
    {
        Module? module = this;
        foreach (string part in (path ?? string.Empty).Split('.'))
        {
            module = module?.Children().FirstOrDefault(child => child.Name == part).Child;
        }

        return module;
    }
}
