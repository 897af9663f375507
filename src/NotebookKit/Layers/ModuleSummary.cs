namespace NotebookKit.Layers;

/// <summary>One layer of a summary.</summary>
/// <param name="Name">Where it is in the model, with dots between the levels.</param>
/// <param name="Layer">What it is.</param>
/// <param name="Output">The shape that it gives, first axis the batch; null where that is not known.</param>
/// <param name="Parameters">How many numbers it learns.</param>
/// <param name="Flops">Additions and multiplications for the input; null where they are not known.</param>
public sealed record LayerSummary(string Name, string Layer, Shape? Output, long Parameters, long? Flops)
{
    /// <summary>Multiplications with an addition each, in products and convolutions only; null where they are not known.</summary>
    public long? MultiplyAdds { get; init; }
}

/// <summary>A model as a table: its layers with output shapes, parameters and work, and the totals.</summary>
/// <remarks>
/// Shapes and work need an input shape: one that is given, else the last one the model was used with, else the one that the
/// first layer with parameters implies when it is <see cref="Linear"/>. They are found by sending zeros through the model as in use, not in training, so
/// running statistics and generators stay as they are. <c>#!summary</c> shows the same table. A multiplication with its addition counts as two; lectures S2 L8.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.ModuleSummaryFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record ModuleSummary
{
    private ModuleSummary(string title, Shape? input, IReadOnlyList<LayerSummary> layers, Parameter[] parameters, ModuleTrace? trace, string note)
    {
        (Title, Input, Layers, Flops, MultiplyAdds, Note) = (title, input, layers, trace?.Flops, trace?.MultiplyAdds, note);
        Parameters = parameters.Sum(parameter => (long)parameter.Count);
        Bytes = parameters.Sum(parameter => (long)parameter.Count * parameter.DType.Size());
    }

    /// <summary>What the model is called.</summary>
    public string Title { get; }

    /// <summary>The input shape that the outputs belong to; null when none is known.</summary>
    public Shape? Input { get; }

    /// <summary>The layers in the order of their fields.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>How many numbers the model learns.</summary>
    public long Parameters { get; }

    /// <summary>How much memory these numbers take.</summary>
    public long Bytes { get; }

    /// <summary>Additions and multiplications of the whole model for the input; null where they are not known.</summary>
    public long? Flops { get; }

    /// <summary>Multiplications with an addition each in the products and convolutions, which is how papers count the work of a network; null where they are not known.</summary>
    public long? MultiplyAdds { get; }

    /// <summary>Why shapes are missing; empty when none are.</summary>
    public string Note { get; }

    /// <summary>Looks at a model that is built without numbers, so that even a network of 144 million weights costs no memory and no time: <c>ModuleSummary.Of(() => new Vgg(19), new Shape(1, 3, 224, 224))</c>.</summary>
    /// <param name="build">Makes the model; it is called once, on <see cref="Devices.Device.ShapesOnly"/>.</param>
    /// <param name="input">The shape of an input with its batch axis.</param>
    public static ModuleSummary Of(Func<Module> build, Shape input)
    {
        ArgumentNullException.ThrowIfNull(build);
        using IDisposable home = Devices.Device.ShapesOnly.MakeHome();
        using IDisposable chances = Rng.Seeded(0);
        return Of(build(), input);
    }

    /// <summary>Looks at a model: <c>ModuleSummary.Of(model, new Shape(1, 1, 28, 28))</c>.</summary>
    /// <param name="module">The model or layer.</param>
    /// <param name="input">The shape of an input with its batch axis; the one it was last used with, for a single example, when null.</param>
    public static ModuleSummary Of(Module module, Shape? input = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        Shape? shape = input ?? module.SeenInput ?? Implied(module);
        ModuleTrace? trace = null;
        string note = shape is null ? "for output shapes give the shape of an input: #!summary model [1, 3, 32, 32]" : string.Empty;
        if (shape is { } known)
        {
            try
            {
                trace = ModuleTrace.Of(module, known);
            }
            catch (Exception e) when (input is null && e is ArgumentException or InvalidOperationException or ArithmeticException or IndexOutOfRangeException)
            {
                note = $"no output shapes: with an input {known} the model says: {e.Message}";
            }
        }

        List<LayerSummary> layers = [];
        Add(module, string.Empty, trace, layers);
        return new(module.GetType().Name, trace is null ? null : shape, layers, [.. module.Parameters().Distinct()], trace, note);
    }

    /// <summary>The totals in a line.</summary>
    public override string ToString() => $"{Title}: {Parameters:N0} parameters in {Layers.Count} layers"
        + (Input is { } input ? $", {(Layers is [.., { } last] ? last.Output : null)} for an input {input}" : string.Empty);

    private static void Add(Module module, string path, ModuleTrace? trace, List<LayerSummary> layers)
    {
        (string Name, Module Child)[] children = [.. module.Children()];
        long own = module.NamedParameters().Sum(named => (long)named.Parameter.Count) - children.Sum(named => named.Child.NamedParameters().Sum(below => (long)below.Parameter.Count));
        if (children.Length == 0 || own > 0)
        {
            layers.Add(new(path, children.Length == 0 ? module.ToString() : $"{module.GetType().Name}, its own", trace?.OutputOf(module), own, trace?.FlopsOf(module)) { MultiplyAdds = trace?.MultiplyAddsOf(module) });
        }

        foreach ((string name, Module child) in children)
        {
            Add(child, path.Length == 0 ? name : $"{path}.{name}", trace, layers);
        }
    }

    private static Shape? Implied(Module module) => FirstThatLearns(module) is Linear linear ? new Shape(1, linear.Weight.Shape[1]) : (Shape?)null;

    // Flatten and the like do not say what they take.
    private static Module? FirstThatLearns(Module module) =>
        module is Sequential chain ? chain.Select(FirstThatLearns).FirstOrDefault(found => found is not null)
        : module.ParameterCount > 0 ? module : null;
}
