using NotebookKit.Attacks;
using NotebookKit.Layers;

namespace NotebookKit.Tests.Attacks;

/// <summary>Stickers: pasting, three searches against brute force, and the map of places.</summary>
public class StickerTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public void Pasting_is_adding_the_ink_less_the_picture_inside_the_rectangle()
    {
        Tensor pictures = Tensor.Uniform([2, 3, 5, 7], rng: new Rng(1), dtype: DType.Float64);
        Sticker dark = new(4, 1, 3, 2, 0), light = new(5, 2, 2, 3, 1);
        double[] before = pictures.ToArray<double>(), after = Sticker.PasteAll([dark, light], pictures).ToArray<double>();
        for (int i = 0; i < before.Length; i++)
        {
            (int y, int x) = (i / 7 % 5, i % 7);
            double expected = x is >= 5 and < 7 && y is >= 2 and < 5 ? 1 : x is >= 4 and < 7 && y is >= 1 and < 3 ? 0 : before[i];
            Assert.Equal(expected, after[i]);
        }

        Assert.Equal(before, pictures.ToArray<double>());
        Tensor print = Tensor.Uniform([3, 2, 3], rng: new Rng(2), dtype: DType.Float64);
        Assert.Equal(print.ToArray<double>(), (dark with { Print = print }).Paste(pictures)[1, .., 1..3, 4..7].ToArray<double>());
        Assert.Contains("does not lie", Assert.Throws<ArgumentException>(() => new Sticker(5, 0, 3, 1, 0).Paste(pictures)).Message);
        Assert.Contains("Unsqueeze", Assert.Throws<ArgumentException>(() => dark.Paste(pictures[0])).Message);
    }

    [Theory]
    [InlineData(StickerSearch.Greedy)]
    [InlineData(StickerSearch.Random)]
    [Trait("System", "ATK-STICKER")]
    public void Stickers_below_a_tenth_of_the_area_turn_a_classifier(StickerSearch search)
    {
        (Sequential model, Tensor pictures, Tensor labels, _) = Victims.Digits;
        StickerAttack attack = new() { Size = 0.1, Step = 1, Search = search, Tries = 2000, Rng = new Rng(1) };
        int fooled = 0, count = 40;
        for (int i = 0; i < count; i++)
        {
            StickerFind find = attack.Find(model, pictures[i], (long)labels[i].Item());
            Assert.True(find.Share <= 0.1 && find.Stickers.Count <= 2);

            // Replayed from what was found alone.
            Tensor again = Sticker.PasteAll(find.Stickers, pictures[i..(i + 1)]);
            Assert.Equal(again.ToArray<float>(), find.After.ToArray<float>());
            Assert.Equal(model.Predict(again).ArgMax(1).ToArray<long>()[0], find.Said);
            fooled += find.IsFooled ? 1 : 0;
        }

        Assert.True(fooled > count / 2, $"{fooled} of {count}");
    }

    [Fact]
    public void The_exhaustive_search_finds_the_largest_margin_and_greedy_the_same_for_one_sticker()
    {
        (Sequential model, Tensor pictures, Tensor labels, _) = Victims.Digits;
        (Tensor one, long label) = (pictures[3], (long)labels[3].Item());
        StickerAttack attack = new() { Size = 4 / 64.0, Dark = 0, Light = 1, Step = 1, Search = StickerSearch.Exhaustive };
        double best = Victim.Margins(model.Predict(one.Unsqueeze(0)), [label])[0];
        foreach ((int w, int h) in ((int, int)[])[(1, 4), (2, 2), (4, 1)])
        {
            for (int y = 0; y <= 8 - h; y++)
            {
                for (int x = 0; x <= 8 - w; x++)
                {
                    Tensor pasted = one.Clone().Unsqueeze(0);
                    pasted[.., .., y..(y + h), x..(x + w)].Fill(1);
                    best = Math.Max(best, Victim.Margins(model.Predict(pasted), [label])[0]);
                }
            }
        }

        Assert.Equal(best, attack.Find(model, one, label).Margin, 1e-4);
        Assert.Equal(best, (attack with { Search = StickerSearch.Greedy }).Find(model, one, label).Margin, 1e-4);
        StickerAttack two = attack with { Light = 2, Size = 2 / 64.0 };
        Assert.Equal(64 * 64, two.Find(model, one, label).Tries);
        Assert.Contains("Greedy", Assert.Throws<ArgumentException>(() => (two with { MostTries = 1000 }).Find(model, one, label)).Message);
    }

    [Fact]
    public void Printed_stickers_are_at_least_as_bad_as_plain_ones_and_change_nothing_outside()
    {
        (Sequential model, Tensor pictures, Tensor labels, _) = Victims.Digits;
        StickerAttack plain = new() { Size = 0.1, Step = 2, Dark = 1, Light = 0 }, printed = plain with { PrintSteps = 20 };
        bool isBetter = false;
        for (int i = 0; i < 10; i++)
        {
            (Tensor one, long label) = (pictures[i], (long)labels[i].Item());
            StickerFind without = plain.Find(model, one, label), with = printed.Find(model, one, label);
            Assert.True(with.Margin >= without.Margin - 1e-5);
            output.WriteLine($"{without} | {with}");
            isBetter |= with.Margin > without.Margin + 0.01;
            int changed = (int)(with.After - with.Before).NotEqualTo(0).To(DType.Float64).Sum().Item();
            Assert.True(changed <= with.Stickers.Sum(sticker => sticker.Area));
            Assert.InRange(with.After.Min().Item(), 0, 1);
            Assert.InRange(with.After.Max().Item(), 0, 1);
        }

        Assert.True(isBetter);
    }

    [Fact]
    public void A_share_of_nothing_changes_nothing_and_a_seed_fixes_the_search()
    {
        (Sequential model, Tensor pictures, Tensor labels, _) = Victims.Digits;
        Assert.Equal(pictures[..3].ToArray<float>(), new StickerAttack { Size = 0 }.Attack(model, pictures[..3], labels[..3]).ToArray<float>());
        StickerFind Drawn() => new StickerAttack { Search = StickerSearch.Random, Tries = 300, Size = 0.05, Rng = new Rng(8) }.Find(model, pictures[0], (long)labels[0].Item());
        Assert.Equal(Drawn().Stickers, Drawn().Stickers);
        Assert.Contains("%", Drawn().ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => new StickerAttack { Size = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new StickerAttack { Step = 0 });
        Assert.Contains("[N, C, H, W]", Assert.Throws<ArgumentException>(() => new StickerAttack().Attack(model, pictures.Reshape(200, 64), labels)).Message);
        Assert.Contains("<svg", Drawn().ToFigure().ToSvg());
    }

    [Fact]
    public void The_map_counts_turned_pictures_for_each_place()
    {
        (Sequential model, Tensor pictures, Tensor labels, _) = Victims.Digits;
        StickerMap map = StickerMap.Of(model, pictures[..100], labels[..100], new Sticker(0, 0, 3, 2, 1), step: 2);
        Assert.Equal((4, 3), (map.Shares.Rows, map.Shares.Columns));
        long[] shown = labels[..100].ToArray<long>(), before = model.Predict(pictures[..100]).ArgMax(1).ToArray<long>();
        Tensor pasted = pictures[..100].Clone();
        pasted[.., .., 4..6, 2..5].Fill(1);
        long[] after = model.Predict(pasted).ArgMax(1).ToArray<long>();
        int right = before.Where((said, i) => said == shown[i]).Count();
        int turned = after.Where((said, i) => said != shown[i] && before[i] == shown[i]).Count();
        Assert.Equal((double)turned / right, map.Shares[2, 1], 12);
        Assert.Equal(right, map.Count);
        Assert.Equal(map.Worst, map.Shares[map.Sticker.Y / 2, map.Sticker.X / 2]);
        Assert.Contains("<svg", map.ToFigure().ToSvg());
        Assert.Throws<ArgumentException>(() => StickerMap.Of(model, pictures, labels, new Sticker(0, 0, 9, 1, 0)));
        Assert.Contains("train it", Assert.Throws<ArgumentException>(() => StickerMap.Of(model, pictures[..1], Tensor.From([(long)((before[0] + 1) % 10)]), new Sticker(0, 0, 1, 1, 0))).Message);
    }
}
