import Figures
import XCTest

/// Small pictures, each looked at before it was written down; all 44 columns wide, uncoloured.
final class PictureTests: XCTestCase {
  private func assert(_ figure: Figure, draws picture: String, unicode: Bool = true) {
    let terminal = Terminal(width: 44, height: 24, colour: .none, unicode: unicode)
    XCTAssertEqual("\n" + TerminalDrawer(terminal).draw(figure), "\n" + picture)
  }

  func testALossCurveAndItsValidation() {
    let figure: Figure = .line(
      LineChart(
        title: "first.loss", xAxis: Axis("step"), yAxis: Axis("loss", unit: "nats"),
        series: [
          .init("train", y: (1...20).map { (step: Int) -> Double in 4 / Double(step) }),
          .init("valid", y: [2.5, 1.25, 0.9, 0.8], x: [5, 10, 15, 20]),
        ], height: 7))
    assert(
      figure,
      draws: #"""
        first.loss
        loss (nats)
        4 ┤o
          │⠈⡆
          │ ⢱      x⢄⡀
        2 ┤  ⠣⡀      ⠈⠑⠒⠤⣀
          │   ⠈⠢⣀         ⠉⠑⠢⢄x⣀⣀
          │      ⠉⠒o⠤⠤⠤⣀⣀        ⠉⠉⠉⠉⠉⠑⠒⠒x⠒⠒⠒⠒⠢⠤⠤⠤⠤x
        0 ┤              ⠉⠉⠉o⠉⠉⠑⠒⠒⠒⠒o⠒⠒⠒⠒⠒⠒⠒⠒o⠒⠒⠢⠤⠤⠤
          └────────┬──────────┬──────────┬─────────┬
                   5         10         15        20
                             step
           o train 0.2   x valid 0.8
        """#)
    assert(
      figure,
      draws: #"""
        first.loss
        loss (nats)
        4 +o
          | :
          | '.     x.
        2 +  '.      '''..
          |   '.          '''.x....
          |     '''o'......        '''''x''''''''''x
        0 +                'o'''''''o''''''''o''''''
          +--------+----------+----------+---------+
                   5         10         15        20
                             step
           o train 0.2   x valid 0.8
        """#, unicode: false)
  }

  func testALogarithmicAxisWithAGap() {
    let figure: Figure = .line(
      LineChart(
        yAxis: Axis("loss", isLogarithmic: true),
        series: [.init(y: [100, 10, .nan, 0.1, 0.01, -1])], height: 9))
    assert(
      figure,
      draws: #"""
        loss
         100 ┤⠉⠒⠤⣀
             │    ⠉⠒⠤⣀
             │        ⠉⠒
             │
           1 ┤
             │
             │                            ⠤⣀
             │                              ⠉⠒⠤⣀
        0.01 ┤                                  ⠉⠒⠤⣀
             └┬────────┬─────────┬────────┬────────┬
              1        2         3        4        5
              2 values not drawn: NaN, infinite or
              not above zero
        """#)
  }

  func testAScatterOfTwoGroups() {
    let figure: Figure = .scatter(
      Scatter(
        title: "PCA",
        points: [
          .init(x: -1, y: -1, group: "words", label: "bad"),
          .init(x: 1, y: 1, group: "words", label: "good"),
          .init(x: 0, y: 0.5, group: "prompt", label: "p0"),
        ], height: 5))
    assert(
      figure,
      draws: #"""
        PCA
         1 ┤                                   goodo
           │                    xp0
         0 ┤
           │
        -1 ┤obad
           └┬─────────┬─────────┬─────────┬────────┬
           -1.0     -0.5       0.0       0.5     1.0
            o words 2   x prompt 1
        """#)
  }

  func testAHistogram() {
    let figure: Figure = .histogram(
      Histogram(title: "values", values: [1, 1, 1, 1, 2, 2, 2, 3, 5, .nan], bins: 4, height: 5))
    assert(
      figure,
      draws: #"""
        values
        count
        4 ┤███████████
          │███████████▆▆▆▆▆▆▆▆▆▆
        2 ┤█████████████████████
          │█████████████████████▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂
        0 ┤█████████████████████████████████████████
          └┬─────────┬─────────┬─────────┬─────────┬
           1         2         3         4         5
           1 value not drawn: NaN or infinite
        """#)
    assert(
      figure,
      draws: #"""
        values
        count
        4 +###########
          |#####################
        2 +#####################
          |#####################
        0 +#########################################
          ++---------+---------+---------+---------+
           1         2         3         4         5
           1 value not drawn: NaN or infinite
        """#, unicode: false)
  }

  func testBarsOfShares() {
    let figure: Figure = .bars(
      Bars(
        title: "accuracy",
        bars: [.init("hard", 0.5), .init("first", 0.9125), .init("日本", 0.25)], full: 1))
    assert(
      figure,
      draws: #"""
        accuracy
        hard  ███████████████▌                0.5000
        first ████████████████████████████▎   0.9125
        日本  ███████▊                        0.2500
        """#)
    assert(
      figure,
      draws: #"""
        accuracy
        hard  ################                0.5000
        first ############################    0.9125
        ????  ########                        0.2500
        """#, unicode: false)
  }

  func testBarsOfBothSigns() {
    let figure: Figure = .bars(
      Bars(bars: [.init("movie", 0.5), .init("terrible", -1), .init("the", 0)]))
    assert(
      figure,
      draws: #"""
        movie                        ██████████  0.5
        terrible ████████████████████           -1.0
        the                                      0.0
        """#)
  }

  func testAHeatMapAveragesWhatDoesNotFit() {
    let figure: Figure = .heatMap(
      HeatMap(title: "means", rows: 4, columns: 88) { row, column in
        Double(row) + (column < 44 ? 0 : 4) + (column % 2 == 0 ? 0.5 : -0.5)
      })
    assert(
      figure,
      draws: #"""
        means
        ······················▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
        ······················▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓
        ░░░░░░░░░░░░░░░░░░░░░░██████████████████████
        ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒██████████████████████
        0 ···░░░▒▒▒▓▓▓███ 7
        a cell is the mean of 1×2
        """#)
    assert(
      figure,
      draws: #"""
        means
        ......................**********************
        ::::::::::::::::::::::######################
        ----------------------%%%%%%%%%%%%%%%%%%%%%%
        ======================@@@@@@@@@@@@@@@@@@@@@@
        0 ..::-==+**#%%@@ 7
        a cell is the mean of 1x2
        """#, unicode: false)
  }

  func testAHeatMapWithLabels() {
    let figure: Figure = .heatMap(
      HeatMap(
        values: [1, 0, 0, 0.5, 0.5, 0, 0.2, 0.3, .nan], columns: 3,
        rowLabels: ["the", "film", "長い名前"], columnLabels: ["the", "film", "長い名前"]))
    assert(
      figure,
      draws: #"""
                 the     film    長い名
             the ████████················
            film ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒········
        長い名前 ░░░░░░░░░░░░░░░░????????
        0 ···░░░▒▒▒▓▓▓███ 1 · ? not a number
        """#)
  }

  func testAMatrixShowsItsEdges() {
    let figure: Figure = .tensor(
      TensorFigure(name: "e", values: (0..<240).map { Float($0) / 100 - 1.2 }, shape: [8, 30]))
    assert(
      figure,
      draws: #"""
        e tensor [8, 30] f32 · mean -0.005
        std 0.6928 · min -1.2 · max 1.19
        [[-1.2000 -1.1900 … -0.9200 -0.9100]
         [-0.9000 -0.8900 … -0.6200 -0.6100]
         [-0.6000 -0.5900 … -0.3200 -0.3100]
         …
         [ 0.3000  0.3100 …  0.5800  0.5900]
         [ 0.6000  0.6100 …  0.8800  0.8900]
         [ 0.9000  0.9100 …  1.1800  1.1900]]
        ······························
        ··················░░░░░░░░░░░░
        ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
        ░░░░░░░▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
        ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▓▓▓▓▓▓
        ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓
        ▓▓▓▓▓▓▓▓▓▓▓▓▓█████████████████
        ██████████████████████████████
        -1.2 ···░░░▒▒▒▓▓▓███ 1.2
        """#)
    assert(
      figure,
      draws: #"""
        e tensor [8, 30] f32 | mean -0.005
        std 0.6928 | min -1.2 | max 1.19
        [[-1.2000 -1.1900 ... -0.9200 -0.9100]
         [-0.9000 -0.8900 ... -0.6200 -0.6100]
         [-0.6000 -0.5900 ... -0.3200 -0.3100]
         ...
         [ 0.3000  0.3100 ...  0.5800  0.5900]
         [ 0.6000  0.6100 ...  0.8800  0.8900]
         [ 0.9000  0.9100 ...  1.1800  1.1900]]
        """#, unicode: false)
  }

  func testATensorOfRankFour() {
    let figure: Figure = .tensor(
      TensorFigure(values: (0..<48).map { Float($0) }, shape: [3, 4, 2, 2]))
    assert(
      figure,
      draws: #"""
        tensor [3, 4, 2, 2] f32 | mean 23.5
        std 13.85 | min 0 | max 47
        [[[[ 0  1]
           [ 2  3]]
          ...
          [[12 13]
           [14 15]]]
         ...]
        """#, unicode: false)
  }

  func testAVectorThatIsNotAllNumbers() {
    let figure: Figure = .tensor(TensorFigure(values: [1.5, .nan, -.infinity], shape: [3]))
    assert(
      figure,
      draws: #"""
        tensor [3] f32 · mean -inf · std nan
        min -inf · max 1.5 · 1 nan
        [1.5000    nan   -inf]
        """#)
  }

  func testALongTable() {
    let figure: Figure = .table(
      Table(
        title: "runs",
        columns: [
          .init("name"), .init("lr", .number()), .init("acc", .number(decimals: 3), best: .highest),
          .init("note"), .init("loss", .number()),
        ],
        rows: (0..<10).map { (row: Int) -> [Table.Cell] in
          let accuracy = 0.5 + Double(row) / 32
          return [
            .text(row % 3 == 2 ? "grid.best, the long one" : "first"),
            .number(Double(row % 4) / 10), row == 1 ? .missing : .number(accuracy),
            .text(row == 1 ? "two\nlines" : "日本語"),
          ]
        }, maxRows: 6))
    assert(
      figure,
      draws: #"""
        runs
        name            lr    acc   note        loss
        ────────────────────────────────────────────
        first          0.0  0.500   日本語         –
        first          0.1      –   two\nlines     –
        grid.best, t…  0.2  0.562   日本語         –
        first          0.3  0.594   日本語         –
        … 4 more rows
        grid.best, t…  0.0  0.750   日本語         –
        first          0.1  0.781*  日本語         –
        """#)
    assert(
      figure,
      draws: #"""
        runs
        name            lr    acc   note        loss
        --------------------------------------------
        first          0.0  0.500   ??????         -
        first          0.1      -   two\nlines     -
        grid.best,...  0.2  0.562   ??????         -
        first          0.3  0.594   ??????         -
        ... 4 more rows
        grid.best,...  0.0  0.750   ??????         -
        first          0.1  0.781*  ??????         -
        """#, unicode: false)
  }

  func testProgressDropsTheLeastFirst() {
    let progress = ProgressLine(
      name: "first", step: 140, total: 200, loss: 0.41213, rate: 31.2, secondsLeft: 1.9,
      recentLosses: [8, 7, 6, 5, 4, 3, 2, 1], details: [("lr", "0.30")])
    let lines = [
      79:
        "first  140/200 ━━━━━━━─── loss 0.4121 █▇▆▅▄▃▂▁ lr 0.30 · 31 steps/s · 2 s left",
      50: "first  140/200 ━━━━━╸── loss 0.4121 · 2 s left",
      30: "first  140/200 loss 0.4121",
      20: "first  140/200",
    ]
    for (width, line) in lines {
      let drawer = TerminalDrawer(Terminal(width: width, colour: .none))
      XCTAssertEqual(drawer.draw(progress), line)
    }
  }

  func testColouredCellsHoldTwoRowsInALine() {
    let drawer = TerminalDrawer(Terminal(width: 20, height: 24, colour: .trueColour))
    let map = HeatMap(values: [0, 1, 1, 0], columns: 2, colours: .sequential, height: 1)
    let (low, high) = ("68;1;84", "253;231;37")
    XCTAssertEqual(
      drawer.draw(.heatMap(map)).split(separator: "\n").first.map(String.init),
      "\u{1B}[38;2;\(low);48;2;\(high)m▀\u{1B}[0m\u{1B}[38;2;\(high);48;2;\(low)m▀\u{1B}[0m")
  }

  func testTheBestOfAColumnIsMarkedOnlyInAContest() {
    func drawn(_ values: [Double]) -> String {
      TerminalDrawer(Terminal(colour: .none)).draw(
        .table(
          Table(
            columns: [.init("x", .number(decimals: 0), best: .lowest)],
            rows: values.map { [.number($0)] })))
    }
    XCTAssertEqual(drawn([3, 1, 2, 1]), "x\n──\n3\n1*\n2\n1*")
    XCTAssertEqual(drawn([3]), "x\n─\n3")
  }
}
