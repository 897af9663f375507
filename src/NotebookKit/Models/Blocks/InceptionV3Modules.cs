using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>The modules of Inception-v3: what the v1 module becomes when large filters are factorised.</summary>
/// <remarks>5x5 becomes two 3x3, n x n becomes 1 x n and n x 1, and stride-2 convolutions shrink the maps. Szegedy et al., Rethinking the inception architecture, 2015; lecture S2 L11.</remarks>
public static class InceptionV3Modules
{
    /// <summary>Figure 5: 1x1, 5x5, two 3x3 in a row, and pooling; [N, C, H, W] becomes [N, 224 + pool, H, W].</summary>
    /// <param name="channels">C.</param>
    /// <param name="pool">Maps of 1x1 after average pooling.</param>
    public static Routes A(int channels, int pool) => new(
        new Route(("branch1x1", new BasicConv(channels, 64, 1))),
        new Route(("branch5x5_1", new BasicConv(channels, 48, 1)), ("branch5x5_2", new BasicConv(48, 64, 5, padding: 2))),
        new Route(("branch3x3dbl_1", new BasicConv(channels, 64, 1)), ("branch3x3dbl_2", new BasicConv(64, 96, 3, padding: 1)), ("branch3x3dbl_3", new BasicConv(96, 96, 3, padding: 1))),
        Pooled(channels, pool));

    /// <summary>Halves the size: 3x3 and two 3x3 with stride 2 beside max pooling; [N, C, H, W] becomes [N, 480 + C, h, w].</summary>
    /// <param name="channels">C.</param>
    public static Routes B(int channels) => new(
        new Route(("branch3x3", new BasicConv(channels, 384, 3, 2))),
        new Route(("branch3x3dbl_1", new BasicConv(channels, 64, 1)), ("branch3x3dbl_2", new BasicConv(64, 96, 3, padding: 1)), ("branch3x3dbl_3", new BasicConv(96, 96, 3, 2))),
        new Route(("pool", new MaxPool2d(3, 2))));

    /// <summary>Figure 6: 7x7 as 1x7 and 7x1, once and twice; [N, C, H, W] becomes [N, 768, H, W].</summary>
    /// <param name="channels">C.</param>
    /// <param name="few">Maps between the factors.</param>
    public static Routes C(int channels, int few) => new(
        new Route(("branch1x1", new BasicConv(channels, 192, 1))),
        new Route(("branch7x7_1", new BasicConv(channels, few, 1)), ("branch7x7_2", Wide(few, few)), ("branch7x7_3", Tall(few, 192))),
        new Route(
            ("branch7x7dbl_1", new BasicConv(channels, few, 1)), ("branch7x7dbl_2", Tall(few, few)), ("branch7x7dbl_3", Wide(few, few)), ("branch7x7dbl_4", Tall(few, few)), ("branch7x7dbl_5", Wide(few, 192))),
        Pooled(channels, 192));

    /// <summary>Halves the size again; [N, C, H, W] becomes [N, 512 + C, h, w].</summary>
    /// <param name="channels">C.</param>
    public static Routes D(int channels) => new(
        new Route(("branch3x3_1", new BasicConv(channels, 192, 1)), ("branch3x3_2", new BasicConv(192, 320, 3, 2))),
        new Route(("branch7x7x3_1", new BasicConv(channels, 192, 1)), ("branch7x7x3_2", Wide(192, 192)), ("branch7x7x3_3", Tall(192, 192)), ("branch7x7x3_4", new BasicConv(192, 192, 3, 2))),
        new Route(("pool", new MaxPool2d(3, 2))));

    /// <summary>Figure 7: 1x3 and 3x1 side by side on the coarsest maps; [N, C, H, W] becomes [N, 2048, H, W].</summary>
    /// <param name="channels">C.</param>
    public static Routes E(int channels) => new(
        new Route(("branch1x1", new BasicConv(channels, 320, 1))),
        new Route(("branch3x3_1", new BasicConv(channels, 384, 1))) { Fork = Crossed("branch3x3_2", 384) },
        new Route(("branch3x3dbl_1", new BasicConv(channels, 448, 1)), ("branch3x3dbl_2", new BasicConv(448, 384, 3, padding: 1))) { Fork = Crossed("branch3x3dbl_3", 384) },
        Pooled(channels, 192));

    private static Route Pooled(int channels, int maps) => new(("pool", new AvgPool2d(3, 1, 1)), ("branch_pool", new BasicConv(channels, maps, 1)));

    private static BasicConv Wide(int inChannels, int maps) => new(inChannels, maps, (1, 7), padding: (0, 3));

    private static BasicConv Tall(int inChannels, int maps) => new(inChannels, maps, (7, 1), padding: (3, 0));

    private static (string Name, Module Layer)[] Crossed(string name, int maps) =>
        [(name + "a", new BasicConv(maps, maps, (1, 3), padding: (0, 1))), (name + "b", new BasicConv(maps, maps, (3, 1), padding: (1, 0)))];
}
