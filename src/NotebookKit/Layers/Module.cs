using System.Collections;
using System.Reflection;
using NotebookKit.Gradients;

namespace NotebookKit.Layers;

/// <summary>A piece of a network: something with parameters that turns a tensor into another. Layers and whole models alike.</summary>
/// <remarks>
/// Write a class with <see cref="Parameter"/> and <see cref="Module"/> fields or properties and a <see cref="Forward"/>;
/// the parameters are found by themselves, named after the fields with dots between the levels (<c>hidden.weight</c>), as
/// in PyTorch's files. A list of modules counts with its numbers as names, a dictionary of parameters or modules with its keys.
/// State that is not learned is a <see cref="ModuleBuffer"/> and found in the same way.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.ModuleFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public abstract class Module
{
    private bool training = true;

    /// <summary>Whether the model is being trained; layers such as dropout behave otherwise when not.</summary>
    public bool IsTraining
    {
        get => training;
        set
        {
            training = value;
            foreach ((_, Module child) in Children())
            {
                child.IsTraining = value;
            }
        }
    }

    /// <summary>The shape of the inputs it was last used with, for a single example; what a summary shows the outputs for.</summary>
    internal Shape? SeenInput { get; set; }

    /// <summary>How many numbers it learns.</summary>
    public int ParameterCount => Parameters().Sum(parameter => parameter.Count);

    /// <summary>The result for a batch of inputs.</summary>
    public abstract Tensor Forward(Tensor input);

    /// <summary>All parameters, this module's own first, then its children's, in the order of their fields.</summary>
    public IEnumerable<Parameter> Parameters() => NamedParameters().Select(named => named.Parameter);

    /// <summary>All parameters with their names, which they keep for messages.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> NamedParameters()
    {
        foreach ((string name, Parameter parameter) in Found())
        {
            parameter.Name = name;
            yield return (name, parameter);
        }
    }

    /// <summary>All state that is not learned but belongs to the model, such as running statistics, with its names.</summary>
    public IEnumerable<(string Name, ModuleBuffer Buffer)> NamedBuffers()
    {
        foreach ((string name, object value) in Members())
        {
            if (value is ModuleBuffer buffer)
            {
                yield return (name, buffer);
            }
        }

        foreach ((string name, Module child) in Children())
        {
            foreach ((string below, ModuleBuffer buffer) in child.NamedBuffers())
            {
                yield return ($"{name}.{below}", buffer);
            }
        }
    }

    /// <summary>The generators that its layers draw from, of those that were given one of their own.</summary>
    internal IEnumerable<(string Name, Rng Generator)> NamedGenerators()
    {
        foreach ((string name, object value) in Members())
        {
            if (value is Rng generator)
            {
                yield return (name, generator);
            }
        }

        foreach ((string name, Module child) in Children())
        {
            foreach ((string below, Rng generator) in child.NamedGenerators())
            {
                yield return ($"{name}.{below}", generator);
            }
        }
    }

    /// <summary>Moves all parameters, with their gradients, and all buffers to a device; inputs have to be brought there too, with <see cref="Tensor.To(Devices.Device)"/>.</summary>
    /// <remarks>In place: an optimiser that was made before goes on with the same parameters, and what it remembers follows at its next step.</remarks>
    /// <param name="device">Where the model is to live.</param>
    public void To(Devices.Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        foreach (Parameter parameter in Parameters())
        {
            parameter.MoveTo(device);
        }

        foreach ((_, ModuleBuffer buffer) in NamedBuffers())
        {
            buffer.MoveTo(device);
        }
    }

    /// <summary>Stops learning: gradients no longer flow to the parameters, and optimisers leave them alone; for layers that come trained.</summary>
    public void Freeze() => SetRequiresGrad(false);

    /// <summary>Goes on learning.</summary>
    public void Unfreeze() => SetRequiresGrad(true);

    /// <summary>A copy of all parameters and buffers as they are now, by name: what a file or a best epoch keeps.</summary>
    public IReadOnlyDictionary<string, Tensor> State() => ModuleState.Of(this);

    /// <summary>Takes over the numbers of a state with exactly this model's names and shapes; floats of another precision are cast.</summary>
    /// <exception cref="ArgumentException">Names are missing or unexpected, or shapes differ; all are listed, and nothing was changed.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> state) => ModuleState.Load(this, state);

    /// <summary>Writes all parameters and buffers to a safetensors file, which is never half written.</summary>
    /// <param name="path">The file, by custom ending in .safetensors; its folder is made if need be.</param>
    public void Save(string path) => ModuleState.Save(this, path);

    /// <summary>Takes over the numbers of a safetensors file with exactly this model's names and shapes; floats of another precision are cast.</summary>
    /// <param name="path">The file.</param>
    /// <param name="allowNaN">Whether weights may be NaN.</param>
    /// <exception cref="InvalidDataException">The file is damaged, its names or shapes are not the model's, or a weight is NaN; nothing was changed.</exception>
    public void Load(string path, bool allowNaN = false) => ModuleState.Load(this, path, allowNaN);

    /// <summary>The modules that this one is made of, with their names.</summary>
    public IEnumerable<(string Name, Module Child)> Children()
    {
        foreach ((string name, object value) in Members())
        {
            if (value is Module module)
            {
                yield return (name, module);
            }
            else if (value is IReadOnlyDictionary<string, Module> named)
            {
                foreach ((string own, Module item) in named)
                {
                    yield return (own, item);
                }
            }
            else if (value is IEnumerable<Module> list)
            {
                int number = 0;
                foreach (Module item in list)
                {
                    yield return ($"{name}.{number}", item);
                    number++;
                }
            }
        }
    }

    /// <summary>Sets all collected gradients to zero, before the next batch adds its own.</summary>
    public void ZeroGrad()
    {
        foreach (Parameter parameter in Parameters())
        {
            parameter.ZeroGradient();
        }
    }

    /// <summary>The result without recording, in the manner of use instead of training.</summary>
    public Tensor Predict(Tensor input)
    {
        Saw(input);
        bool before = IsTraining;
        IsTraining = false;
        try
        {
            using (Gradient.Off())
            {
                return Forward(input);
            }
        }
        finally
        {
            IsTraining = before;
        }
    }

    /// <summary>One line: the kind of module and how many parameters.</summary>
    public override string ToString() => $"{GetType().Name} ({ParameterCount:N0} parameters)";

    /// <summary>Notes what inputs look like.</summary>
    internal void Saw(Tensor input)
    {
        if (input is { Rank: > 1, Count: > 0 } && !(SeenInput is { } seen && seen.Rank == input.Rank && seen[0] == 1 && seen.Span[1..].SequenceEqual(input.Shape.Span[1..])))
        {
            SeenInput = new Shape([1, .. input.Shape.Span[1..]]);
        }
    }

    private IEnumerable<(string Name, Parameter Parameter)> Found()
    {
        foreach ((string name, object value) in Members())
        {
            if (value is Parameter parameter)
            {
                yield return (name, parameter);
            }
            else if (value is IReadOnlyDictionary<string, Parameter> named)
            {
                foreach ((string own, Parameter one) in named)
                {
                    yield return (own, one);
                }
            }
        }

        foreach ((string name, Module child) in Children())
        {
            foreach ((string below, Parameter parameter) in child.Found())
            {
                yield return ($"{name}.{below}", parameter);
            }
        }
    }

    private void SetRequiresGrad(bool value)
    {
        foreach (Parameter parameter in Parameters())
        {
            parameter.RequiresGrad = value;
        }
    }

    private IEnumerable<(string Name, object Value)> Members()
    {
        Stack<Type> line = new();
        for (Type? type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
        {
            line.Push(type);
        }

        foreach (Type type in line)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (field.GetValue(this) is { } value and (Parameter or ModuleBuffer or Module or Rng or IEnumerable and not string))
                {
                    yield return (FieldName(field.Name), value);
                }
            }
        }
    }

    // A property's field is called <Weight>k__BackingField, a captured constructor parameter <weight>P.
    private static string FieldName(string name)
    {
        int end = name.IndexOf('>');
        string plain = name.StartsWith('<') && end > 0 ? name[1..end] : name.TrimStart('_');
        return char.ToLowerInvariant(plain[0]) + plain[1..];
    }
}
