using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Painting;

/// <summary>SqueezeNet 1.1's layers up to fire 9 with its own weights, rebuilt so that every pixel is seen alike and no edge is there to be seen.</summary>
/// <remarks>
/// Windows of 3 every 2 pixels look at some pixels once and at others twice or four times, and a picture made by descent shows that as a grid: so the first convolution takes every
/// place here, and means of windows that do not overlap stand for the maxima. Zeros around the maps answer like a dark frame, and a picture made by descent shows frames: so edges
/// are mirrored in every layer. Names are those of <see cref="SqueezeNet"/>.
/// </remarks>
internal sealed class EvenSqueezeNet : Sequential
{
    /// <summary>Rebuilds a network.</summary>
    /// <param name="source">SqueezeNet 1.1; it is left as it is.</param>
    public EvenSqueezeNet(SqueezeNet source)
        : base([("features", Maps((Sequential)source["features"]))]) => IsTraining = false;

    private static Sequential Maps(Sequential source) => new(
    [
        .. source.Children().Select(child => (child.Name, Layer: child.Name switch
        {
            "0" => Mirrored((Conv2d)child.Child),
            "2" => new AvgPool2d(4, 4, ceil: true, countPadding: false),
            "5" or "8" => new AvgPool2d(2, 2, ceil: true, countPadding: false),
            _ => child.Child is Fire fire ? new MirroredFire(fire) : child.Child,
        })),
    ]);

    // A 3x3 convolution at every place, the edge mirrored.
    private static Sequential Mirrored(Conv2d conv)
    {
        Conv2d everywhere = new(conv.Weight.Shape[1], conv.Weight.Shape[0], 3);
        everywhere.Load(conv.State());
        return new Sequential(new ReflectionPad2d(1), everywhere);
    }

    private sealed class MirroredFire : Block
    {
        private readonly Module squeeze;
        private readonly Module expand1x1;
        private readonly Module expand3x3;

        public MirroredFire(Fire fire)
        {
            Dictionary<string, Module> layers = fire.Children().ToDictionary(child => child.Name, child => child.Child);
            (squeeze, expand1x1, expand3x3) = (layers["squeeze"], layers["expand1x1"], Mirrored((Conv2d)layers["expand3x3"]));
        }

        public override Tensor Walk(Tensor input, LayerStep step)
        {
            Tensor few = step(squeeze, input).Relu();
            return Tensor.Concat([step(expand1x1, few).Relu(), step(expand3x3, few).Relu()], 1);
        }
    }
}
