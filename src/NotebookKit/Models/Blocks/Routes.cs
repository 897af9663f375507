using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>One way through <see cref="Routes"/>: layers in a row, and at the end perhaps several side by side.</summary>
/// <param name="Row">Names and layers, one after the other.</param>
public sealed record Route(params IReadOnlyList<(string Name, Module Layer)> Row)
{
    /// <summary>Layers that all get what the row gives; empty when the row itself is the result.</summary>
    public IReadOnlyList<(string Name, Module Layer)> Fork { get; init; } = [];
}

/// <summary>Ways side by side whose maps are joined along the channels, as in <see cref="Branches"/>; all layers are named on one level, as Inception-v3's are.</summary>
public class Routes : Block
{
    private readonly OrderedDictionary<string, Module> layers = [];
    private readonly (Module[] Row, Module[] Fork)[] routes;

    /// <summary>Puts the ways side by side.</summary>
    public Routes(params IReadOnlyList<Route> routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        this.routes = [.. routes.Select(route => (Named(route.Row), Named(route.Fork)))];
    }

    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        List<Tensor> maps = [];
        foreach ((Module[] row, Module[] fork) in routes)
        {
            Tensor value = row.Aggregate(input, (x, layer) => step(layer, x));
            maps.AddRange(fork.Length == 0 ? [value] : fork.Select(layer => step(layer, value)));
        }

        return Tensor.Concat(maps, 1);
    }

    private Module[] Named(IReadOnlyList<(string Name, Module Layer)> named)
    {
        foreach ((string name, Module layer) in named)
        {
            layers.Add(name, layer);
        }

        return [.. named.Select(one => one.Layer)];
    }
}
