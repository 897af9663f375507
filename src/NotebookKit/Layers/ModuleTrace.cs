using NotebookKit.Devices;
using NotebookKit.Gradients;
using NotebookKit.Memory;

namespace NotebookKit.Layers;

/// <summary>What each layer of a model gives for an input: found by sending zeros through.</summary>
/// <remarks>
/// A <see cref="Block"/>, such as a chain, is gone through layer by layer. Inside another module that calls its layers itself, a layer is known by
/// its parameters: the recorded operation that took them is the layer's, and its shape the layer's output.
/// </remarks>
internal sealed class ModuleTrace
{
    private readonly Dictionary<Module, Shape> outputs = [];
    private readonly Dictionary<Module, long> work = [];
    private readonly Dictionary<Module, long> products = [];

    /// <summary>The work of the whole model.</summary>
    public long Flops { get; private set; }

    /// <summary>The multiplications with an addition each in the products and convolutions of the whole model.</summary>
    public long MultiplyAdds { get; private set; }

    /// <summary>Sends zeros of a shape through a model.</summary>
    public static ModuleTrace Of(Module module, Shape input)
    {
        ModuleTrace trace = new();
        bool before = module.IsTraining;
        Shape? seen = module.SeenInput;
        module.IsTraining = false;
        try
        {
            using BufferScope scope = new();
            using IDisposable recording = Gradient.On();
            Parameter? first = module.Parameters().FirstOrDefault();
            using IDisposable home = (first?.Device ?? Device.Home).MakeHome();
            trace.Pass(module, Tensor.Zeros(input, TakesNumbers(module) ? DType.Int64 : first?.DType ?? DType.Float32), string.Empty);
        }
        finally
        {
            module.IsTraining = before;
            module.SeenInput = seen;
        }

        return trace;
    }

    /// <summary>The shape that a layer gives, or null.</summary>
    public Shape? OutputOf(Module module) => outputs.TryGetValue(module, out Shape shape) ? shape : (Shape?)null;

    /// <summary>A layer's additions and multiplications, or null.</summary>
    public long? FlopsOf(Module module) => work.TryGetValue(module, out long flops) ? flops : null;

    /// <summary>A layer's multiplications with an addition each, or null.</summary>
    public long? MultiplyAddsOf(Module module) => products.TryGetValue(module, out long count) ? count : null;

    private Tensor Pass(Module module, Tensor input, string path)
    {
        // Recording begins anew at each layer, and only through an input that wants a gradient.
        Tensor given = Begun(input);
        Block? block = module as Block;
        Tensor output = block is null ? Forward(module, given, path)
            : block.Walk(given, (layer, value) => Pass(layer, value, path.Length == 0 ? block.NameOf(layer) : $"{path}.{block.NameOf(layer)}"));
        outputs[module] = output.Shape;
        GradientNode[] nodes = output.GradientEdge() is { } root ? Below(root) : [];
        if (block is null || nodes.Any(node => node is not LeafNode))
        {
            work[module] = nodes.Sum(FlopCount.Of);
            products[module] = nodes.Sum(FlopCount.MultiplyAdds);
            Flops += work[module];
            MultiplyAdds += products[module];
        }

        foreach ((_, Module child) in block is null ? module.Children() : [])
        {
            Find(child, nodes);
        }

        return Begun(output);
    }

    private static Tensor Begun(Tensor value)
    {
        Tensor begun = value.Detach();
        begun.RequiresGrad = begun.DType.IsFloat();
        return begun;
    }

    private static Tensor Forward(Module module, Tensor input, string path)
    {
        try
        {
            return module.Forward(input);
        }
        catch (ArgumentException e) when (path.Length > 0)
        {
            throw new ArgumentException($"Layer {path}, {module}, got {input.Shape}: {e.Message}", e);
        }
    }

    private void Find(Module module, GradientNode[] nodes)
    {
        HashSet<GradientNode> leaves = [.. module.Parameters().Select(parameter => parameter.GradientEdge()).OfType<GradientNode>()];
        GradientNode[] own = [.. nodes.Where(node => node.Inputs.Any(input => input is not null && leaves.Contains(input)))];
        (string Name, Module Child)[] children = [.. module.Children()];
        if (children.Length == 0 && own.Length > 0)
        {
            outputs[module] = own.MaxBy(node => node.Depth)!.Shape;
            work[module] = own.Sum(FlopCount.Of);
            products[module] = own.Sum(FlopCount.MultiplyAdds);
        }

        foreach ((_, Module child) in children)
        {
            Find(child, nodes);
        }
    }

    private static bool TakesNumbers(Module module) => module is Embedding || (module is Sequential { Count: > 0 } chain && TakesNumbers(chain[0]));

    private static GradientNode[] Below(GradientNode root)
    {
        HashSet<GradientNode> seen = [root];
        Stack<GradientNode> open = new([root]);
        while (open.TryPop(out GradientNode? node))
        {
            foreach (GradientNode? input in node.Inputs)
            {
                if (input is not null && seen.Add(input))
                {
                    open.Push(input);
                }
            }
        }

        return [.. seen];
    }
}
